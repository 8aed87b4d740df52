package io.tapevault.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// SHA-256, spelled in lower-case hex wherever it is text.
public final class Sha256 {

  private static final int PIECE = 8192;

  private Sha256() {}

  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /// Of all the parts, one after the other.
  public static String of(byte[]... parts) {
    MessageDigest digest = digest();
    for (byte[] part : parts) {
      digest.update(part);
    }
    return end(digest);
  }

  /// Of the UTF-8 of all the texts, one after the other. Of a long one no copy is made.
  public static String ofText(CharSequence... texts) {
    MessageDigest digest = digest();
    for (CharSequence text : texts) {
      for (int from = 0; from < text.length(); ) {
        int to = Math.min(text.length(), from + PIECE);
        if (to < text.length() && Character.isHighSurrogate(text.charAt(to - 1))) {
          to--;
        }
        digest.update(text.subSequence(from, to).toString().getBytes(UTF_8));
        from = to;
      }
    }
    return end(digest);
  }

  /// Of what a digest has been fed with.
  public static String end(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }
}
