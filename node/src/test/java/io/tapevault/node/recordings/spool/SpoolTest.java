package io.tapevault.node.recordings.spool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.tapevault.event.Sha256;
import io.tapevault.node.disk.Disk;
import io.tapevault.node.disk.LocalDisk;
import io.tapevault.node.recordings.spool.Found.Layout;
import io.tapevault.recording.RecordingReader;
import io.tapevault.recording.RecordingSource;
import io.tapevault.session.Recordings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

final class SpoolTest {

  private static final Instant TIME = Instant.parse("2018-03-01T10:00:00Z");
  private static final String SID = "80d9ca77-93af-443f-b33c-6fc55bd1a147";

  @TempDir Path folder;
  private final Disk disk = new LocalDisk();

  private void put(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    Files.setLastModifiedTime(file, FileTime.from(TIME));
  }

  private Found only() throws IOException {
    List<Found> found = new Spool(disk, folder).scan(Assertions::fail);
    assertEquals(1, found.size(), found::toString);
    return found.getFirst();
  }

  private byte[] bytes(Found found) throws IOException {
    RecordingSource content = found.content(disk);
    try (InputStream in = content.open(0, content.size())) {
      byte[] bytes = in.readAllBytes();
      assertEquals(content.size(), bytes.length);
      return bytes;
    }
  }

  @Test
  void a_tar_of_today_is_uploaded_as_it_is() throws IOException {
    put(SID + ".tar", "whole");
    Found found = only();
    assertEquals(Layout.TAR, found.layout());
    assertEquals(SID, found.sid().value());
    assertEquals(true, found.ended());
    assertArrayEquals("whole".getBytes(UTF_8), bytes(found));
  }

  @Test
  void parts_that_a_crash_left_behind_are_put_together_by_their_numbers() throws IOException {
    put("multi/u1/" + SID + "/10.part", "c");
    put("multi/u1/" + SID + "/9.part", "b");
    put("multi/u1/" + SID + "/1.part", "a");
    put("multi/u1/" + SID + "/11.reservation", "\0\0");
    Found found = only();
    assertEquals(Layout.PARTS, found.layout());
    assertEquals(false, found.ended());
    assertEquals(folder, found.folder());
    assertArrayEquals("abc".getBytes(UTF_8), bytes(found));
  }

  @Test
  @Timeout(60)
  void a_pipe_or_a_link_in_the_place_of_a_folder_is_left_alone() throws Exception {
    put("multi/u1/" + SID + "/1.part", "a");
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere/other"));
    Files.writeString(elsewhere.resolve("1.part"), "of somebody else");
    Files.createSymbolicLink(folder.resolve("multi/u2"), folder.resolve("elsewhere"));
    Files.createSymbolicLink(folder.resolve("multi/u1/other"), elsewhere);
    pipe("multi/u3");
    pipe("multi/u1/u4");
    assertArrayEquals("a".getBytes(UTF_8), bytes(only()));
    assertEquals(List.of(), new Spool(disk, folder.resolve("multi/u3")).gone());
    assertEquals(List.of(), disk.list(folder.resolve("multi/u3")));
  }

  private void pipe(String name) throws Exception {
    Process made = new ProcessBuilder("mkfifo", folder.resolve(name).toString()).start();
    assertEquals(0, made.waitFor());
  }

  @Test
  @Timeout(60)
  void what_is_a_link_or_a_pipe_in_the_place_of_a_piece_keeps_its_recording_and_is_told()
      throws Exception {
    put("elsewhere", "of somebody else");
    put("multi/u1/a/1.part", "a");
    Files.createSymbolicLink(folder.resolve("multi/u1/a/2.part"), folder.resolve("elsewhere"));
    for (String sid : List.of("b", "c", "d")) {
      put(sid + ".index", "index\n");
      put(sid + "-0.events.gz", "events");
    }
    pipe("b-0.chunks.gz");
    Files.createSymbolicLink(folder.resolve("c-9.events.gz"), folder.resolve("elsewhere"));
    Files.createDirectory(folder.resolve("d.completed"));
    put("e.index", "index\n");
    put("e-0.events.gz", "events");
    List<String> faults = new ArrayList<>();
    List<Found> found = new Spool(disk, folder).scan(faults::add);
    assertEquals(List.of("e"), found.stream().map(one -> one.sid().value()).toList());
    assertEquals(
        List.of("multi/u1/a/2.part", "b-0.chunks.gz", "c-9.events.gz", "d.completed"),
        faults.stream()
            .map(fault -> fault.replaceAll("^.*Exception: " + folder + "/|: it is a link.*", ""))
            .toList());
  }

  @Test
  void while_parts_of_it_are_there_a_tar_is_not_known_to_be_whole() throws IOException {
    put("multi/u1/" + SID + "/1.part", "ab");
    put(SID + ".tar", "a");
    List<Found> found = new Spool(disk, folder).scan(Assertions::fail);
    assertEquals(List.of(false, false), found.stream().map(Found::ended).toList(), found::toString);
  }

  @Test
  void the_files_of_2018_are_a_tarball_when_the_mark_is_there() throws IOException {
    put(SID + ".index", "index\n");
    put(SID + "-0.chunks.gz", "chunks");
    put(SID + "-100.events.gz", "more");
    put(SID + "-9.events.gz", "events");
    assertEquals(false, only().ended());
    put(SID + ".completed", "completed");
    Found found = only();
    assertEquals(true, found.ended());
    List<String> entries = new ArrayList<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new ByteArrayInputStream(bytes(found)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        assertEquals(TIME, entry.getLastModifiedTime().toInstant());
        assertEquals(found.files().getFirst().owner().mode(), entry.getMode());
        entries.add(entry.getName() + " " + new String(tar.readAllBytes(), UTF_8).strip());
      }
    }
    assertEquals(
        List.of(
            SID + ".index index",
            SID + "-9.events.gz events",
            SID + "-100.events.gz more",
            SID + "-0.chunks.gz chunks"),
        entries);
  }

  @Test
  void a_session_of_2018_that_was_taken_apart_plays_as_before() throws IOException {
    Path sample =
        Path.of(
            System.getProperty("tapevault.root", ".."),
            "events-samples/recordings/" + SID + ".2018.tar");
    try (TarArchiveInputStream tar = new TarArchiveInputStream(Files.newInputStream(sample))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Files.write(folder.resolve(entry.getName()), tar.readAllBytes());
      }
    }
    byte[] ours = bytes(only());
    assertEquals(entries(Files.readAllBytes(sample)), entries(ours));
    assertEquals(125, events(ours));
  }

  private static List<String> entries(byte[] recording) throws IOException {
    List<String> entries = new ArrayList<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new ByteArrayInputStream(recording))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        entries.add(entry.getName() + " " + Sha256.of(tar.readAllBytes()));
      }
    }
    return entries;
  }

  /// As many as the reader of recordings finds.
  private static int events(byte[] recording) throws IOException {
    int events = 0;
    try (RecordingReader reader = Recordings.open(source(recording))) {
      while (reader.next().isPresent()) {
        events++;
      }
    }
    return events;
  }

  private static RecordingSource source(byte[] bytes) {
    return new RecordingSource() {
      @Override
      public long size() {
        return bytes.length;
      }

      @Override
      public InputStream open(long offset, long length) {
        return new ByteArrayInputStream(bytes, (int) offset, (int) length);
      }
    };
  }

  @Test
  void any_range_of_a_recording_is_that_of_the_whole() throws IOException {
    put(SID + ".index", "index\n");
    put(SID + "-0.events.gz", "e".repeat(700));
    put(SID + "-0.chunks.gz", "c".repeat(512));
    Found found = only();
    byte[] whole = bytes(found);
    for (int from = 0; from <= whole.length; from += 97) {
      for (int length = 0; from + length <= whole.length; length += 211) {
        try (InputStream in = found.content(disk).open(from, length)) {
          assertArrayEquals(Arrays.copyOfRange(whole, from, from + length), in.readAllBytes());
        }
      }
    }
  }

  @Test
  void an_asciicast_has_ended_when_it_says_so_or_a_mark_does() throws IOException {
    put("a.cast", "{\"version\":2,\"width\":80,\"height\":24}\n[1,\"o\",\"x\"]\n");
    assertEquals(false, only().ended());
    put("a.completed", "");
    assertEquals(true, only().ended());
    Files.delete(folder.resolve("a.completed"));
    put("a.cast", "{\"version\":3}\n[1,\"o\",\"x\"]\n[0.5,\"x\",\"0\"]\n");
    assertEquals(true, only().ended());
  }

  @Test
  void what_is_nobodys_recording_is_left_alone() throws IOException {
    put(SID + ".checkpoint", "{}");
    put(SID + ".error", "bad");
    put("..tar", "no session");
    put("a".repeat(101) + ".tar", "a name that no header holds");
    put("quarantine/x/" + SID + ".tar", "aside");
    put("multi/u1/" + SID + "/1.reservation", "nothing was written yet");
    Files.createSymbolicLink(folder.resolve("b.tar"), Path.of("/etc/passwd"));
    Files.createDirectory(folder.resolve("c.tar"));
    assertEquals(List.of(), new Spool(disk, folder).scan(Assertions::fail));
  }

  @Test
  void what_cannot_be_looked_at_is_told_and_hides_no_other() throws IOException {
    put("a.tar", "a");
    put("b.cast", "{\"version\":3}\n");
    put("c.index", "c");
    put("c-0.events.gz", "c");
    put("multi/u/d/1.part", "d");
    put("multi/u/e/1.part", "e");
    Disk broken =
        (Disk)
            Proxy.newProxyInstance(
                Disk.class.getClassLoader(),
                new Class<?>[] {Disk.class},
                (proxy, method, arguments) -> {
                  String at = String.valueOf(arguments[0]);
                  if ((method.getName().equals("open") && at.endsWith("b.cast"))
                      || (method.getName().equals("look") && at.endsWith("c-0.events.gz"))
                      || (method.getName().equals("list") && at.endsWith("d"))) {
                    throw new IOException("Input/output error");
                  }
                  return method.invoke(disk, arguments);
                });
    List<String> faults = new ArrayList<>();
    List<Found> found = new Spool(broken, folder).scan(faults::add);
    assertEquals(List.of("a", "e"), found.stream().map(one -> one.sid().value()).sorted().toList());
    assertEquals(
        List.of("multi/u/d", "b", "c"),
        faults.stream()
            .map(fault -> fault.replaceAll("^cannot look into " + folder + "/|: java.*", ""))
            .toList());
  }

  @Test
  void a_spool_that_is_not_there_is_told() {
    List<String> faults = new ArrayList<>();
    Path gone = folder.resolve("gone");
    assertEquals(List.of(), new Spool(disk, gone).scan(faults::add));
    assertEquals(List.of(gone + " is not there: what is recorded elsewhere is not seen"), faults);
  }

  @Test
  void a_recording_is_another_as_soon_as_somebody_touched_it() throws IOException {
    put(SID + ".tar", "one");
    List<String> before = only().fingerprints();
    assertEquals(before, only().fingerprints());
    put(SID + ".tar", "two");
    assertEquals(TIME, only().newest());
    assertNotEquals(before, only().fingerprints());
  }
}
