package io.tapevault.recording;

import static io.tapevault.recording.ProtoStreamEncoder.gzip;
import static io.tapevault.recording.TarballEncoder.entry;
import static io.tapevault.recording.TarballEncoder.file;
import static io.tapevault.recording.TarballEncoder.files;
import static io.tapevault.recording.TarballEncoder.indexLine;
import static io.tapevault.recording.TarballEncoder.joined;
import static io.tapevault.recording.TarballEncoder.octal;
import static io.tapevault.recording.TarballEncoder.tar;
import static io.tapevault.recording.TarballEncoder.utf8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

final class TarballReaderTest {

  private static final List<RecordedEvent> SESSION =
      Sessions.printing("one", "two", "three", "four");
  private static final String EVENTS_0 = Sessions.SID + "-0.events.gz";
  private static final String CHUNKS_0 = Sessions.SID + "-0.chunks.gz";

  @Test
  void entries_come_in_any_order() throws IOException {
    Map<String, byte[]> files = files(Sessions.SID, SESSION, 2);
    Map<String, byte[]> backwards = new TreeMap<>(Comparator.reverseOrder());
    backwards.putAll(files);
    assertEquals(SESSION, read(backwards).events());
  }

  @Test
  void a_tar_of_a_folder_has_names_that_begin_with_it_and_folders_and_long_names()
      throws IOException {
    Map<String, byte[]> files = files(Sessions.SID, Sessions.printing("one", "two"), 100);
    List<byte[]> entries = new ArrayList<>();
    entries.add(TarballEncoder.entry("./", '5', TarballEncoder.octal(0), new byte[0]));
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      byte[] name = TarballEncoder.utf8("./" + file.getKey() + "\0");
      entries.add(
          TarballEncoder.entry("././@LongLink", 'L', TarballEncoder.octal(name.length), name));
      entries.add(TarballEncoder.file("./cut", file.getValue()));
      entries.add(TarballEncoder.entry("./empty/", '5', TarballEncoder.octal(0), new byte[0]));
    }
    entries.add(new byte[1024]);
    Readings readings =
        Readings.of(new BytesSource(TarballEncoder.joined(entries.toArray(byte[][]::new))));
    assertEquals("onetwo", readings.text());
    assertEquals("", readings.message());
  }

  @Test
  void each_server_may_bring_an_index_of_its_own() throws IOException {
    Map<String, byte[]> files = files(Sessions.SID, SESSION, 3);
    byte[] index = Objects.requireNonNull(files.remove(Sessions.SID + ".index"));
    List<String> lines = new String(index, StandardCharsets.UTF_8).lines().toList();
    files.put("one.index", utf8(lines.get(2) + "\n" + lines.get(3) + "\n" + lines.get(0) + "\n"));
    files.put("two.index", utf8(lines.get(0) + "\n" + lines.get(1)));
    Readings readings = read(files);
    assertEquals("", readings.message());
    assertEquals(SESSION, readings.events());
  }

  @Test
  void a_recorder_that_died_between_two_lines_left_nothing_out() throws IOException {
    Map<String, byte[]> files = files(Sessions.SID, SESSION, 100);
    byte[] lines = eventLines(files);
    files.put(EVENTS_0, unfinished(lines));
    Readings readings = read(files);
    assertEquals("", readings.message());
    assertEquals(SESSION, readings.events());
  }

  @Test
  void a_recorder_that_died_within_a_line_is_noticed() throws IOException {
    Map<String, byte[]> files = files(Sessions.SID, SESSION, 100);
    byte[] lines = eventLines(files);
    files.put(EVENTS_0, unfinished(Arrays.copyOf(lines, lines.length - 9)));
    Readings readings = read(files);
    assertEquals(SESSION.subList(0, 5), readings.events());
    assertTrue(readings.cutOff(), readings.message());
  }

  @Test
  void chunks_that_end_before_their_print_are_cut_off() throws IOException {
    Map<String, byte[]> files = files(Sessions.SID, SESSION, 100);
    files.put(CHUNKS_0, unfinished(utf8("onetwothr")));
    Readings readings = read(files);
    assertEquals("onetwo", readings.text());
    assertTrue(readings.cutOff(), readings.message());
    assertTrue(
        readings.message().contains("'" + CHUNKS_0 + "': the gzip stream ends too early"),
        readings.message());
  }

  @Test
  void a_file_that_no_index_names_is_not_passed_over_in_silence() throws IOException {
    Map<String, byte[]> files = files(Sessions.SID, SESSION, 100);
    files.put("x-9.events.gz", gzip(utf8("{}")));
    files.put("README", utf8("other files do not matter"));
    Readings readings = read(files);
    assertEquals(SESSION, readings.events());
    assertTrue(
        readings.message().endsWith("the archive holds 'x-9.events.gz', which no index names"),
        readings.message());
  }

  @Test
  void the_later_file_has_the_bytes_that_two_files_claim() throws IOException {
    Map<String, byte[]> files = files(Sessions.SID, SESSION, 100);
    files.put("later-3.chunks.gz", gzip(utf8("TWOTHREEFOUR")));
    files.merge(
        Sessions.SID + ".index",
        utf8(indexLine("later-3.chunks.gz", "chunks", 0, 3)),
        (a, b) -> joined(a, b));
    assertEquals("oneTWOTHREEFOUR", read(files).text());
  }

  @Test
  void a_line_that_comes_again_is_dropped_and_counted() throws IOException {
    Map<String, byte[]> files = files(Sessions.SID, SESSION, 100);
    byte[] lines = eventLines(files);
    files.put(EVENTS_0, gzip(lines, lines));
    Readings readings = read(files);
    assertEquals(SESSION, readings.events());
    assertEquals(SESSION.size(), readings.skipped());
  }

  @Test
  void events_without_an_index_follow_one_another() throws IOException {
    String line = "{\"event\":\"print\",\"bytes\":1,\"ms\":%d,\"offset\":%d}%n";
    String lines = line.formatted(0, 0) + line.formatted(40, 2);
    Readings readings =
        Readings.of(
            new BytesSource(
                joined(
                    file(
                        "s.index",
                        utf8(indexLine("e", "events", 0, 0) + indexLine("c", "chunks", 0, 0))),
                    file("e", gzip(utf8(lines))),
                    file("c", gzip(utf8("a-b"))),
                    new byte[1024])));
    assertEquals("ab", readings.text());
    assertEquals(
        List.of(0L, 40L), readings.events().stream().map(event -> event.stamp().millis()).toList());
  }

  @Test
  void an_extended_header_of_an_archive_of_today_is_read() throws IOException {
    Map<String, byte[]> files = files(Sessions.SID, SESSION, 100);
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    files.forEach((name, content) -> {
      byte[] records =
          utf8(record("uid", 1234567890) + record("size", content.length) + record("path", name));
      archive.writeBytes(entry("PaxHeaders.0", 'x', octal(records.length), records));
      archive.writeBytes(entry("short", '0', octal(content.length), content));
    });
    archive.writeBytes(new byte[1024]);
    Readings readings = Readings.of(new BytesSource(archive.toByteArray()));
    assertEquals("", readings.message());
    assertEquals(SESSION, readings.events());
  }

  private static byte[] eventLines(Map<String, byte[]> files) throws IOException {
    byte[] zipped = Objects.requireNonNull(files.get(EVENTS_0));
    return new GZIPInputStream(new ByteArrayInputStream(zipped)).readAllBytes();
  }

  private static String record(String key, Object value) {
    String rest = " " + key + "=" + value + "\n";
    return rest.length() + 2 + rest;
  }

  /// Flushed after all bytes, and never closed.
  private static byte[] unfinished(byte[] bytes) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    GZIPOutputStream gzip = new GZIPOutputStream(zipped, true);
    gzip.write(bytes);
    gzip.flush();
    return zipped.toByteArray();
  }

  private static Readings read(Map<String, byte[]> files) throws IOException {
    return Readings.of(new BytesSource(tar(files)));
  }
}
