package io.tapevault.siem.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerdictTest {

  private static String harmless(String words) {
    SiemAddress address = SiemAddress.parse("https://siem.example.com/in", "");
    return new Verdict(address, List.of("s3cr3t-t0ken"), InstantSource.system()).harmless(words);
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  @ParameterizedTest
  @ValueSource(ints = {99, 100, 101, 199, 200})
  void words_of_any_characters_up_to_200_are_whole(int count) {
    assertEquals("😀".repeat(count), harmless("😀".repeat(count)));
    assertEquals("a".repeat(count), harmless("a".repeat(count)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void longer_ones_are_cut_between_characters(int shift) {
    String said = harmless("a".repeat(shift) + "😀".repeat(5000));
    assertEquals("a".repeat(shift) + "😀".repeat(200 - shift) + "…", said);
    assertEquals(201, length(said));
  }

  @ParameterizedTest
  @ValueSource(ints = {4094, 4095, 4096})
  void nor_is_a_character_halved_where_it_stops_looking(int blanks) {
    String said = harmless("a" + " ".repeat(blanks - 1) + "😀 and more");
    assertTrue(said.equals("a") || said.startsWith("a 😀"), said);
    assertFalse(harmless("a" + " ".repeat(5000) + "b").contains("b"));
  }

  @Test
  void megabytes_of_words_cost_nothing() {
    String words = "s3cr3t-t0ke \u0000".repeat(2_000_000);
    assertTimeout(
        Duration.ofSeconds(20),
        () -> {
          for (int i = 0; i < 1000; i++) {
            assertEquals(201, length(harmless(words)));
          }
        });
  }

  @Test
  void a_half_character_of_the_siem_becomes_a_blank() {
    assertEquals("a b", harmless("a\ud83db"));
  }
}
