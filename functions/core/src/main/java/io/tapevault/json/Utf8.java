package io.tapevault.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Optional;

/// What bytes that somebody sent say as a text.
public final class Utf8 {

  private Utf8() {}

  /// Empty where they are not UTF-8. The bytes are in an array.
  public static Optional<String> text(ByteBuffer bytes) {
    String text =
        new String(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining(), UTF_8);
    // What is not UTF-8 was replaced, and does not come back as it was.
    return ByteBuffer.wrap(text.getBytes(UTF_8)).equals(bytes)
        ? Optional.of(text)
        : Optional.empty();
  }
}
