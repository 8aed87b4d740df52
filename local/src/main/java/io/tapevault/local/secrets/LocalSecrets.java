package io.tapevault.local.secrets;

import io.tapevault.forwarding.secrets.SecretReference;
import io.tapevault.forwarding.secrets.SecretStore;
import io.tapevault.forwarding.secrets.Unresolved;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Secrets of one machine: in the environment, or in a file, whose last line break is none of it.
public final class LocalSecrets implements SecretStore {

  private static final int MOST_BYTES = 64 * 1024;

  private final Map<String, String> environment;

  public LocalSecrets(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public String read(SecretReference reference) {
    return switch (reference) {
      case SecretReference.Environment variable ->
          present("the environment variable " + variable.name(), environment.get(variable.name()));
      case SecretReference.InFile file -> present("the file " + file.path(), file(file.path()));
      case SecretReference.InSecretsManager secret -> throw onAws();
      case SecretReference.InParameter parameter -> throw onAws();
    };
  }

  private static Unresolved onAws() {
    return new Unresolved(
        "an ARN names a secret on AWS; on one machine it is env:NAME or file:/path");
  }

  private static String present(String where, @Nullable String secret) {
    if (secret == null || secret.isBlank()) {
      throw new Unresolved(where + ", which is to hold a secret, is not there or empty");
    }
    return secret;
  }

  // A fault of the file system may quote more than its name.
  @SuppressWarnings("UnusedException")
  private static String file(String path) {
    try (InputStream in = Files.newInputStream(Path.of(path))) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new Unresolved("the file " + path + " is too large for a secret");
      }
      return new String(bytes, StandardCharsets.UTF_8).stripTrailing();
    } catch (IOException | InvalidPathException e) {
      throw new Unresolved("the file " + path + ", which is to hold a secret, cannot be read");
    }
  }
}
