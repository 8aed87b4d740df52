package io.tapevault.recording.asciicast;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// Decodes UTF-8 that comes in pieces: a character cut between two of them is given with the
/// second. What is no UTF-8 becomes U+FFFD, whatever the pieces.
final class Utf8Decoder {

  private static final int LONGEST_CHARACTER = 4;

  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);
  private ByteBuffer bytes = ByteBuffer.allocate(1024);
  private CharBuffer chars = CharBuffer.allocate(1024);

  /// Valid until the next call.
  CharBuffer decode(ByteBuffer piece) {
    int needed = bytes.position() + piece.remaining();
    if (needed > bytes.capacity()) {
      bytes = ByteBuffer.allocate(needed + LONGEST_CHARACTER).put(bytes.flip());
      chars = CharBuffer.allocate(needed + LONGEST_CHARACTER);
    }
    bytes.put(piece).flip();
    chars.clear();
    decoder.decode(bytes, chars, false);
    bytes.compact();
    return chars.flip();
  }

  /// What is left of a character whose end never came.
  CharBuffer finish() {
    bytes.flip();
    chars.clear();
    decoder.decode(bytes, chars, true);
    decoder.flush(chars);
    return chars.flip();
  }
}
