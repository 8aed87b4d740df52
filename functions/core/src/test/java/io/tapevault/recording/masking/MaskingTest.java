package io.tapevault.recording.masking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.recording.TerminalSize;
import io.tapevault.recording.asciicast.CastSink;
import io.tapevault.recording.masking.Mask.Span;
import java.io.IOException;
import java.nio.CharBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class MaskingTest {

  private static final Mask SECRET = new Mask(List.of(), List.of("hunter2"));

  /// What was passed on, as `millis:code:text`.
  private static final class Taken implements CastSink {
    private final List<String> events = new ArrayList<>();
    private String title = "";

    @Override
    public void header(TerminalSize size, @Nullable Instant time, String title) {
      this.title = title;
    }

    @Override
    public void event(long millis, char code, CharBuffer data) {
      events.add(millis + ":" + code + ":" + data);
    }

    String shown() {
      StringBuilder shown = new StringBuilder();
      events.forEach(event -> shown.append(event.substring(event.indexOf(':') + 3)));
      return shown.toString();
    }
  }

  private static Taken masked(Mask mask, String... prints) throws IOException {
    Taken taken = new Taken();
    Masking masking = new Masking(taken, mask);
    for (int i = 0; i < prints.length; i++) {
      masking.event(i * 100L, CastSink.OUTPUT, CharBuffer.wrap(prints[i]));
    }
    masking.finish();
    return taken;
  }

  @Test
  void a_text_is_masked_wherever_it_is_and_times_stay() throws IOException {
    assertEquals(
        List.of("0:o:$ echo ███████\r\n", "100:o:██████████████\r\n", "200:o:hunter3 hunter"),
        masked(SECRET, "$ echo hunter2\r\n", "hunter2hunter2\r\n", "hunter3 hunter").events);
  }

  @Test
  void a_text_that_comes_in_pieces_is_masked_in_each_of_them() throws IOException {
    assertEquals(
        List.of("0:o:pw: █", "100:o:█", "200:o:███", "300:o:██!"),
        masked(SECRET, "pw: h", "u", "nte", "r2!").events);
  }

  @Test
  void what_moves_the_cursor_or_colours_stays_and_hides_nothing() throws IOException {
    assertEquals(
        "█\u001b[1;31m██\r\n█\u001b(B█\b█\u001b7█\u001b[0m",
        masked(SECRET, "h\u001b[1;31mun\r\nt\u001b(Be\br\u001b7", "2\u001b[0m").shown());
    assertEquals("███████\u001b[3", masked(SECRET, "hunter2\u001b[3").shown());
    assertEquals(
        List.of("0:o:██████\u001b[", "100:o:31m█"), masked(SECRET, "hunter\u001b[", "31m2").events);
  }

  @Test
  void spaces_may_be_written_or_passed_over() throws IOException {
    Mask words = new Mask(List.of(), List.of("my secret key"));
    assertEquals("██ ██████\u001b[C███", masked(words, "my secret\u001b[Ckey").shown());
    assertEquals("███████████", masked(words, "mysecretkey").shown());
    assertEquals("██\u200b█████", masked(SECRET, "hu\u200bnter2").shown());
  }

  @Test
  void titles_links_clipboards_and_pictures_are_left_out() throws IOException {
    assertEquals(
        "abcde",
        masked(
                SECRET,
                "a\u001b]0;hunter2\u0007b\u001b]8;;http://hun",
                "ter2\u001b\\c\u001bPq#hunter2\u001b\\d\u009de")
            .shown());
  }

  @Test
  void all_that_is_shown_in_a_span_is_masked_and_no_more() throws IOException {
    Mask span = new Mask(List.of(new Span(100, 200)), List.of());
    assertEquals(
        List.of("0:o:one", "100:o:\u001b[2J█████\r\n", "200:o:██", "300:o:five"),
        masked(span, "one", "\u001b[2Jtwo x\r\n", "\ud83d\ude00", "five").events);
  }

  @Test
  void a_text_that_begins_in_a_span_is_masked_behind_it() throws IOException {
    Mask both = new Mask(List.of(new Span(0, 50)), List.of("hunter2"));
    assertEquals(List.of("0:o:███", "100:o:████ x"), masked(both, "hun", "ter2 x").events);
  }

  @Test
  void titles_and_markers_are_masked_and_sizes_stay() throws IOException {
    Taken taken = new Taken();
    Masking masking = new Masking(taken, SECRET);
    masking.header(TerminalSize.USUAL, null, "alice as hunter2@web");
    masking.event(1, CastSink.OUTPUT, CharBuffer.wrap("hunt"));
    masking.event(2, CastSink.RESIZE, CharBuffer.wrap("80x25"));
    masking.event(3, CastSink.MARKER, CharBuffer.wrap("recording: no hunter2"));
    masking.event(4, CastSink.OUTPUT, CharBuffer.wrap("er2"));
    masking.finish();
    assertEquals("alice as ███████@web", taken.title);
    assertEquals(
        List.of("1:o:████", "2:r:80x25", "3:m:recording: no ███████", "4:o:███"), taken.events);
  }

  @Test
  void a_marker_of_a_hidden_time_is_hidden() throws IOException {
    Taken taken = new Taken();
    Masking masking = new Masking(taken, new Mask(List.of(new Mask.Span(2, 3)), List.of()));
    masking.header(TerminalSize.USUAL, null, "");
    masking.event(1, CastSink.MARKER, CharBuffer.wrap("one"));
    masking.event(2, CastSink.MARKER, CharBuffer.wrap("two"));
    masking.finish();
    assertEquals(List.of("1:m:one", "2:m:███"), taken.events);
  }

  @Test
  void overlapping_texts_are_all_masked() throws IOException {
    Mask mask = new Mask(List.of(), List.of("abab", "babc", "cde"));
    assertEquals("█████ █████x", masked(mask, "abab", "c a", "babcx").shown());
  }

  @Test
  void whatever_the_pieces_the_same_is_masked() throws IOException {
    Random random = new Random(7);
    Mask mask = new Mask(List.of(), List.of("aab", "abaab", "bbb"));
    for (int run = 0; run < 2_000; run++) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < 40; i++) {
        text.append("aabb ".charAt(random.nextInt(5)));
      }
      List<String> pieces = new ArrayList<>();
      for (int at = 0; at < text.length(); ) {
        int next = Math.min(text.length(), at + 1 + random.nextInt(4));
        pieces.add(text.substring(at, next));
        at = next;
      }
      assertEquals(
          naive(text.toString(), mask), masked(mask, pieces.toArray(new String[0])).shown());
    }
  }

  private static String naive(String text, Mask mask) {
    StringBuilder out = new StringBuilder(text);
    List<Integer> at = new ArrayList<>();
    StringBuilder solid = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) != ' ') {
        at.add(i);
        solid.append(text.charAt(i));
      }
    }
    for (String one : mask.texts()) {
      for (int i = solid.indexOf(one); i >= 0; i = solid.indexOf(one, i + 1)) {
        at.subList(i, i + one.length()).forEach(place -> out.setCharAt(place, Masking.BLOCK));
      }
    }
    return out.toString();
  }

  @Test
  void what_cannot_be_held_back_any_longer_is_masked() throws IOException {
    Taken taken = new Taken();
    Masking masking = new Masking(taken, SECRET);
    masking.event(0, CastSink.OUTPUT, CharBuffer.wrap("x hunt"));
    for (int i = 0; i < 20_000; i++) {
      masking.event(1, CastSink.OUTPUT, CharBuffer.wrap("\u001b[A"));
    }
    assertFalse(taken.events.isEmpty());
    masking.event(2, CastSink.OUTPUT, CharBuffer.wrap("er2 y"));
    masking.finish();
    assertEquals("0:o:x ████", taken.events.getFirst());
    assertEquals("2:o:███ y", taken.events.getLast());
  }

  @Test
  void a_text_of_few_characters_cannot_be_looked_for() {
    assertFalse(Mask.canBeFound("a b "));
    assertTrue(Mask.canBeFound("a bc"));
  }
}
