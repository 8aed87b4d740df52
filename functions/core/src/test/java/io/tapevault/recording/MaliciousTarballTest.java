package io.tapevault.recording;

import static io.tapevault.recording.ProtoStreamEncoder.gzip;
import static io.tapevault.recording.TarballEncoder.entry;
import static io.tapevault.recording.TarballEncoder.file;
import static io.tapevault.recording.TarballEncoder.indexLine;
import static io.tapevault.recording.TarballEncoder.joined;
import static io.tapevault.recording.TarballEncoder.octal;
import static io.tapevault.recording.TarballEncoder.utf8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tapevault.recording.Verdict.Status;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Each tarball has one defect, and is refused for it.
final class MaliciousTarballTest {

  private static final byte[] END = new byte[1024];
  private static final String INDEX =
      indexLine("s-0.events.gz", "events", 0, 0) + indexLine("s-0.chunks.gz", "chunks", 0, 0);
  private static final byte[] CHUNKS = gzip(utf8("hello, world"));
  private static final byte[] NOTHING = new byte[0];

  @Test
  void a_name_that_climbs() throws IOException {
    assertRefused(
        "'../../etc/passwd' is a path; a recording holds base names only",
        file("../../etc/passwd", NOTHING));
    assertRefused("'..' is a path; a recording holds base names only", file("..", NOTHING));
    assertRefused(
        "'..\\boot.ini' is a path; a recording holds base names only",
        file("..\\boot.ini", NOTHING));
  }

  @Test
  void a_name_from_the_root() throws IOException {
    assertRefused(
        "'/etc/passwd' is a path; a recording holds base names only", file("/etc/passwd", NOTHING));
  }

  @Test
  void a_name_with_control_characters_does_not_reach_a_terminal() throws IOException {
    assertRefused(
        "'a/?[2Jb' is a path; a recording holds base names only", file("a/\u001b[2Jb", NOTHING));
  }

  @Test
  void links_devices_and_other_kinds() throws IOException {
    Map<Character, String> kinds =
        new TreeMap<>(
            Map.of(
                '1',
                "a hard link",
                '2',
                "a symbolic link",
                '3',
                "a device",
                '4',
                "a device",
                '6',
                "a pipe",
                'S',
                "a sparse file",
                '7',
                "an entry of kind '7'"));
    for (Map.Entry<Character, String> kind : kinds.entrySet()) {
      assertRefused(
          "'x' is " + kind.getValue() + "; a recording holds files only",
          entry("x", kind.getKey(), octal(0), NOTHING));
    }
  }

  @Test
  void a_gnu_long_name_bomb() throws IOException {
    assertRefused(
        "an extended header of the archive has 9722222222 bytes",
        entry("././@LongLink", 'L', octal(77_777_777_777L), NOTHING));
  }

  @Test
  void a_pax_bomb() throws IOException {
    assertRefused(
        "an extended header of the archive has 8000000000 bytes",
        entry("pax", 'x', octal(8_000_000_000L), NOTHING));
    assertRefused(
        "an extended header of the archive has 70000 bytes",
        entry("pax", 'g', octal(70_000), NOTHING));
  }

  @Test
  void a_pax_header_that_makes_a_file_sparse() throws IOException {
    assertRefused(
        "the archive holds a sparse file, which no recording does",
        pax("25 GNU.sparse.major=1234\n"),
        file("x", NOTHING));
  }

  @Test
  void a_pax_header_that_hides_a_path() throws IOException {
    assertRefused(
        "'../evil' is a path; a recording holds base names only",
        pax("16 path=../evil\n"),
        file("x", NOTHING));
  }

  @Test
  void a_pax_header_with_an_absurd_size() throws IOException {
    assertRefused(
        "an entry has a size that is none: '-512'", pax("13 size=-512\n"), file("x", NOTHING));
  }

  @Test
  void a_pax_header_that_is_malformed() throws IOException {
    assertRefused(
        "an extended header of the archive is malformed", pax("99 path=x\n"), file("x", NOTHING));
    assertRefused(
        "an extended header of the archive is malformed", pax("path=x\n"), file("x", NOTHING));
    assertRefused(
        "an extended header of the archive is malformed", pax("0 =\n"), file("x", NOTHING));
  }

  @Test
  void more_entries_than_any_recording_has() throws IOException {
    ByteArrayOutputStream entries = new ByteArrayOutputStream();
    for (int i = 0; i <= 20_000; i++) {
      entries.writeBytes(file("f" + i, NOTHING));
    }
    assertRefused("the archive has more than 20000 entries", entries.toByteArray());
  }

  @Test
  void a_negative_size() throws IOException {
    assertRefused(
        "a header of the archive has a negative number, or one beyond any file",
        entry("x", '0', "\u00ff".repeat(12), NOTHING));
  }

  @Test
  void a_size_that_is_no_number() throws IOException {
    assertRefused(
        "a header of the archive has a number that is none: '-0000000512'",
        entry("x", '0', "-0000000512", NOTHING));
  }

  @Test
  void a_size_beyond_the_file_is_a_cut() throws IOException {
    Readings readings =
        Readings.of(new BytesSource(entry("s.index", '0', octal(8L << 30), utf8(INDEX))));
    assertEquals(
        "cut off in the archive at byte 1024, after 0 events: the archive ends within 's.index'",
        readings.message());
  }

  @Test
  void two_entries_of_one_name() throws IOException {
    assertRefused(
        "the archive has two entries 's.index'",
        file("s.index", utf8(INDEX)),
        file("s.index", utf8(INDEX)));
  }

  @Test
  void no_index() throws IOException {
    assertRefused("the archive has no index: it is no recording", file("x", NOTHING));
  }

  @Test
  void an_index_of_another_type() throws IOException {
    assertRefused(
        "the index has a line of an unknown type: 'video'",
        file("s.index", utf8(indexLine("a", "video", 0, 0))));
  }

  @Test
  void an_index_that_is_not_json() throws IOException {
    assertRefused("line 1 of the index is not JSON", file("s.index", utf8("[".repeat(5000))));
  }

  @Test
  void an_index_with_a_negative_place() throws IOException {
    assertRefused(
        "'offset' is no number of that kind: '-1'",
        file("s.index", utf8(indexLine("a", "chunks", 0, -1))));
  }

  @Test
  void an_index_with_two_files_in_one_place() throws IOException {
    assertRefused(
        "the index gives one place to 'b' and 'a'",
        file("s.index", utf8(indexLine("a", "events", 3, 0) + indexLine("b", "events", 3, 0))));
  }

  @Test
  void an_index_that_names_a_file_that_is_not_there() throws IOException {
    assertRefused(
        "the index names 's-0.events.gz', which is not there", file("s.index", utf8(INDEX)));
  }

  @Test
  void an_index_line_without_end() throws IOException {
    assertRefused("line 1 is longer than 262144 bytes", file("s.index", utf8(" ".repeat(300_000))));
  }

  @Test
  void an_event_line_without_end() throws IOException {
    assertEventsRefused(
        "line 1 is longer than 262144 bytes", "{\"a\":\"" + "x".repeat(300_000) + "\"}");
  }

  @Test
  void an_event_line_that_is_not_json() throws IOException {
    assertLineRefused("the line is not JSON", "{\"event\":\"print\"} {}");
    assertLineRefused("the line is not JSON", "[".repeat(100_000));
    assertLineRefused("the line is not JSON", "{\"ms\":" + "1".repeat(2_000) + "}");
    assertLineRefused("the line is not JSON", "\0\0\0{\"event\":\"print\"}");
  }

  @Test
  void a_print_outside_the_chunks() throws IOException {
    assertEventsRefused(
        "a print points to byte 12 of the terminal, which no chunks file holds", print(10, 3));
    assertEventsRefused(
        "a print points to byte 12 of the terminal, which no chunks file holds",
        print(999_999_999_999L, 3));
  }

  @Test
  void a_print_with_a_negative_number() throws IOException {
    assertLineRefused("'offset' is no number of that kind: '-1'", print(-1, 3));
    assertLineRefused("'bytes' is no number of that kind: '-3'", print(0, -3));
  }

  @Test
  void a_print_longer_than_any() throws IOException {
    assertEventsRefused("a print has 2000000000 bytes", print(0, 2_000_000_000L));
  }

  @Test
  void prints_that_overlap() throws IOException {
    Readings readings = Readings.of(recording(print(0, 5) + "\n" + print(3, 5)));
    assertEquals("hello", readings.text());
    assertEquals("a print points back to byte 3 of the terminal; 5 were shown", readings.what());
  }

  private static String print(long offset, long bytes) {
    return "{\"event\":\"print\",\"bytes\":" + bytes + ",\"ms\":0,\"offset\":" + offset + "}";
  }

  private static byte[] pax(String records) {
    return entry("pax", 'x', octal(records.length()), utf8(records));
  }

  private static BytesSource recording(String events) {
    return new BytesSource(
        joined(
            file("s.index", utf8(INDEX)),
            file("s-0.events.gz", gzip(utf8(events + "\n"))),
            file("s-0.chunks.gz", CHUNKS),
            END));
  }

  /// A line that is refused by itself does not take the next one with it.
  private static void assertLineRefused(String what, String line) throws IOException {
    Readings readings = Readings.of(recording(line + "\n" + print(0, 5)));
    assertEquals("hello", readings.text());
    assertEquals("s-0.events.gz, line 1: " + what, readings.what());
    assertEquals(Status.DAMAGED, readings.status());
  }

  private static void assertEventsRefused(String what, String events) throws IOException {
    assertRefused(what, Readings.of(recording(events)));
  }

  private static void assertRefused(String what, byte[]... entries) throws IOException {
    assertRefused(what, Readings.of(new BytesSource(joined(joined(entries), END))));
  }

  private static void assertRefused(String what, Readings readings) {
    assertEquals(0, readings.events().size());
    assertEquals(what, readings.what());
    assertEquals(false, readings.cutOff());
  }
}
