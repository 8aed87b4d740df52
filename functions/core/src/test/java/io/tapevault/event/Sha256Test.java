package io.tapevault.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class Sha256Test {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8190, 8191, 8192, 8193, 16_383, 16_384, 16_385, 100_000})
  void a_text_has_the_digest_of_its_utf_8_wherever_it_is_cut(int length) {
    String text = "ü" + "a".repeat(length) + "😀é" + "b".repeat(length) + "😀";
    assertEquals(Sha256.of(text.getBytes(UTF_8)), Sha256.ofText(text));
    assertEquals(Sha256.of((text + text).getBytes(UTF_8)), Sha256.ofText(text, text));
  }
}
