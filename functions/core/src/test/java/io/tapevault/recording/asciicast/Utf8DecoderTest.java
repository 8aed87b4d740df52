package io.tapevault.recording.asciicast;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

final class Utf8DecoderTest {

  private static final String[] PIECES = {"a", "é", "→", "😀", "\u0000", "\uFFFD"};

  @TestFactory
  Stream<DynamicTest> any_split_gives_what_the_whole_gives() {
    return IntStream.range(0, 200)
        .mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> split(new Random(seed))));
  }

  private static void split(Random random) {
    byte[] bytes = bytes(random);
    Utf8Decoder decoder = new Utf8Decoder();
    StringBuilder text = new StringBuilder();
    for (int at = 0; at < bytes.length; ) {
      int length = Math.min(bytes.length - at, random.nextInt(random.nextBoolean() ? 3 : 3000));
      text.append(decoder.decode(ByteBuffer.wrap(bytes, at, length)));
      at += length;
    }
    text.append(decoder.finish());
    assertEquals(new String(bytes, StandardCharsets.UTF_8), text.toString());
  }

  /// UTF-8, some of it damaged.
  private static byte[] bytes(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(4000); i > 0; i--) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    for (int i = bytes.length == 0 ? 0 : random.nextInt(50); i > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }
}
