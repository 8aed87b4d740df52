package io.tapevault.siem.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.forwarding.SinkSpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// The secret of a SIEM as a request's header has it. No message says anything of it.
public final class Credentials {

  // What is shorter is a word.
  private static final int LEAST_SECRET = 4;

  private static final int LEAST_OF_DOCUMENT = 16;

  private Credentials() {}

  /// Throws an [IllegalArgumentException] where there is none, or none that a header can hold.
  public static String token(SinkSpec spec) {
    String secret = spec.secret();
    if (secret == null) {
      throw new IllegalArgumentException("it needs a secret, and there is none");
    }
    if (!secret.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
      throw new IllegalArgumentException(
          "the secret has blanks, line breaks or other characters that no header can hold");
    }
    return secret;
  }

  /// The value of `Authorization` for the option `user` and the secret as its password; empty
  /// without a user. Throws an [IllegalArgumentException].
  public static Optional<String> basic(SinkSpec spec) {
    String user = spec.options().get(SinkSpec.USER);
    if (user == null) {
      return Optional.empty();
    }
    if (spec.secret() == null || user.contains(":")) {
      throw new IllegalArgumentException("user goes with its password in secret, and has no ':'");
    }
    return Optional.of("Basic " + base64(user + ":" + spec.secret()));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  /// What must not be told; [Masks] knows in which forms a SIEM may repeat it.
  static List<String> secrets(SinkSpec spec) {
    List<String> forms = new ArrayList<>();
    String secret = spec.secret();
    if (secret != null) {
      forms.add(secret);
      forms.addAll(List.of(secret.split(",")));
      // Of a key that is a document, what stands in it.
      for (String part : secret.split("[\\s\",{}:]+|\\\\n", -1)) {
        if (part.length() >= LEAST_OF_DOCUMENT) {
          forms.add(part);
        }
      }
    }
    for (String header : spec.options().getOrDefault(SinkSpec.HEADERS, "").split(";", -1)) {
      forms.add(header.substring(header.indexOf(':') + 1).strip());
    }
    forms.removeIf(form -> form.length() < LEAST_SECRET);
    return forms;
  }
}
