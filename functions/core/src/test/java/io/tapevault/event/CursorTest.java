package io.tapevault.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CursorTest {

  @Test
  void a_cursor_comes_back_as_it_was() {
    List<String> sessions =
        List.of(
            "80d9ca77-93af-443f-b33c-6fc55bd1a147",
            "",
            ":",
            "a:b:",
            "::1::",
            "ü😀\u0000\n ",
            "x".repeat(2048));
    List<Instant> times =
        List.of(
            Instant.EPOCH,
            Instant.MIN,
            Instant.MAX,
            Instant.parse("1969-12-31T23:59:59.999999999Z"));
    for (String session : sessions) {
      for (Instant time : times) {
        for (long index : List.of(0L, -1L, Long.MIN_VALUE, Long.MAX_VALUE)) {
          Cursor cursor = new Cursor(new Position(time, new EventKey(session, index)));
          assertEquals(Optional.of(cursor), Cursor.decode(cursor.encoded()));
        }
      }
    }
  }

  @Test
  void a_cursor_is_safe_in_a_query() {
    String encoded =
        new Cursor(new Position(Instant.MAX, new EventKey("ü?&=+/ ~ÿ😀", 1))).encoded();
    assertTrue(encoded.matches("[A-Za-z0-9_-]+"), encoded);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "1:0:0:0:0",
        "2:0:0:0:0:s",
        "1:-1:0:0:0:s",
        "1:x:0:0:0:s",
        "1:7:0:0:0:s",
        "1:0:x:0:0:s",
        "1:0:0:x:0:s",
        "1:0:0:0:x:s",
        ":::::",
        "1:0:9223372036854775807:0:0:s",
        "1:0:0:0:9223372036854775808:s",
        "1:100000000:0:0:0:s",
        "1:0::0:0:s"
      })
  void a_text_that_is_no_cursor_is_none(String text) {
    assertEquals(
        Optional.empty(),
        Cursor.decode(
            Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "!",
        "ü",
        "😀",
        "\ud800",
        "a",
        "MTow=",
        "====",
        "+/+/",
        "null",
        "MTowOjA6MDowOnM MTow"
      })
  void a_text_that_is_not_even_base64_is_none(String text) {
    assertEquals(Optional.empty(), Cursor.decode(text));
  }

  @Test
  void whatever_is_made_of_a_cursor_is_none_or_one_that_comes_back_seed_5() {
    Random random = new Random(5);
    String encoded = new Cursor(new Position(Events.NOON, new EventKey("s:1", 7))).encoded();
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder(encoded);
      for (int n = random.nextInt(4); n >= 0 && !text.isEmpty(); n--) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.setCharAt(at, (char) random.nextInt(32, 127));
          case 1 -> text.deleteCharAt(at);
          default -> text.insert(at, (char) random.nextInt(32, 127));
        }
      }
      Cursor.decode(text.toString())
          .ifPresent(cursor ->
              assertEquals(Optional.of(cursor), Cursor.decode(cursor.encoded()), text::toString));
    }
  }
}
