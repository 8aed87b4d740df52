package io.tapevault.local.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/// What callers show where other users of the machine are not trusted, and which may do everything.
public final class TokenFile {

  private static final int BYTES = 32;
  private static final int SHORTEST = 16;

  private TokenFile() {}

  /// Reads it from a file, which is made where there is none.
  public static String in(Path file) throws IOException {
    String token = new String(SecretFile.read(file, TokenFile::fresh), UTF_8).strip();
    if (token.length() < SHORTEST || !token.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
      throw new IOException(
          file + " holds no token: at least " + SHORTEST + " visible ASCII characters in one line");
    }
    return token;
  }

  private static byte[] fresh() {
    byte[] fresh = new byte[BYTES];
    new SecureRandom().nextBytes(fresh);
    return (HexFormat.of().formatHex(fresh) + "\n").getBytes(UTF_8);
  }
}
