package io.tapevault.token;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tapevault.event.Sha256;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What somebody shows to be let in: `tv_`, the id, which is no secret, and 256 random bits. The
/// form is one that those know again who look for secrets in code and logs.
public record Token(String id, String secret) {

  /// What `of` takes: 64 bits of the id, 256 of the secret.
  public static final int RANDOM_BYTES = 40;

  private static final int ID_BYTES = 8;
  private static final Pattern ID = Pattern.compile("[0-9a-f]{16}");
  private static final Pattern FORM = Pattern.compile("tv_([0-9a-f]{16})_([0-9a-f]{64})");
  private static final String PREFIX = "tv_";

  /// A new one, of bytes that nobody can guess.
  public static Token of(byte[] random) {
    if (random.length != RANDOM_BYTES) {
      throw new IllegalArgumentException("a token is made of " + RANDOM_BYTES + " random bytes");
    }
    HexFormat hex = HexFormat.of();
    return new Token(
        hex.formatHex(Arrays.copyOf(random, ID_BYTES)),
        hex.formatHex(random, ID_BYTES, RANDOM_BYTES));
  }

  public static Optional<Token> parse(String shown) {
    Matcher form = FORM.matcher(shown);
    return form.matches() ? Optional.of(new Token(form.group(1), form.group(2))) : Optional.empty();
  }

  /// Whether it says that it is one of ours, rightly or not.
  public static boolean isMeant(String shown) {
    return shown.startsWith(PREFIX);
  }

  public static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  public String shown() {
    return PREFIX + id + "_" + secret;
  }

  /// What is kept of the secret. It needs no salt: nobody has a list of 2^256 guesses.
  public String digest() {
    return Sha256.of(secret.getBytes(US_ASCII));
  }

  /// Never the secret: this goes into logs.
  @Override
  public String toString() {
    return PREFIX + id + "_…";
  }
}
