package io.tapevault.node.vault;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;

/// The node's token, in a file. It is read for every request: whoever exchanges it restarts
/// nothing.
record TokenFile(Path file) implements Authenticator {

  private static final int MOST = 4096;
  private static final Pattern FORM = Pattern.compile("[!-~]+");

  @Override
  public Map<String, String> headers(Unsigned request, byte[] body, Instant now)
      throws IOException {
    return Map.of("authorization", "Bearer " + read());
  }

  private String read() throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MOST);
    } catch (IOException e) {
      throw new IOException(
          "the token file " + file + " cannot be read: " + e.getClass().getSimpleName(), e);
    }
    String token = new String(bytes, UTF_8).strip();
    if (!FORM.matcher(token).matches()) {
      throw new IOException("the token file " + file + " holds no token: one word of ASCII");
    }
    return token;
  }
}
