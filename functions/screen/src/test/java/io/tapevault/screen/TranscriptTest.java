package io.tapevault.screen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.recording.TerminalSize;
import io.tapevault.recording.asciicast.CastSink;
import java.io.IOException;
import java.nio.CharBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TranscriptTest {

  private final List<String> said = new ArrayList<>();
  private final Transcript transcript =
      new Transcript((millis, text) -> said.add(millis + " " + text));

  @Test
  void a_line_has_the_moment_when_it_was_written() throws IOException {
    at(0, "$ ");
    at(1_000, "l");
    at(1_200, "s\r\n");
    at(1_500, "file\r\n$ ");
    assertEquals(List.of("1200 $ ls", "1500 file", "1500 $"), finished());
  }

  @Test
  void every_line_that_scrolls_off_is_told_however_fast() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 5_000; i++) {
      text.append("line ").append(i).append("\r\n");
    }
    at(10, text.toString());
    List<String> all = finished();
    assertEquals(5_000, all.size());
    assertEquals("10 line 0", all.getFirst());
    assertEquals("10 line 4999", all.getLast());
  }

  @Test
  void a_progress_bar_is_told_as_it_ended() throws IOException {
    for (int i = 0; i <= 100; i++) {
      at(100L * i, "\r" + i + " % [" + "=".repeat(i / 10) + "]\u001b[K");
    }
    assertEquals(List.of("10000 100 % [==========]"), finished());
  }

  @Test
  void what_stood_in_an_editor_is_told_and_what_was_there_before_stays() throws IOException {
    at(0, "$ vi x");
    at(1_000, "\u001b[?1049h\u001b[2J\u001b[Hfirst page");
    at(5_000, "\u001b[2J\u001b[Hsecond");
    at(5_100, "\u001b[2J\u001b[Hthird");
    at(9_000, "\u001b[?10");
    at(9_001, "49l");
    at(9_500, "\r\n$ exit");
    assertEquals(List.of("1000 first page", "5100 third", "0 $ vi x", "9500 $ exit"), finished());
  }

  @Test
  void memory_does_not_grow_with_the_recording() throws IOException {
    long[] count = new long[1];
    Transcript whole = new Transcript((millis, text) -> count[0]++);
    whole.header(TerminalSize.USUAL, null, "");
    String page = ("x".repeat(79) + "\r\n").repeat(1_000);
    long before = used();
    for (int i = 0; i < 300; i++) {
      whole.event(i, CastSink.OUTPUT, CharBuffer.wrap(page));
    }
    assertTrue(used() - before < 8 << 20, "it holds " + (used() - before) + " bytes");
    whole.finish();
    assertEquals(300_000, count[0]);
  }

  private static long used() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private void at(long millis, String text) throws IOException {
    transcript.event(millis, CastSink.OUTPUT, CharBuffer.wrap(text));
  }

  private List<String> finished() throws IOException {
    transcript.finish();
    return said;
  }
}
