package io.tapevault.disk.watched;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.configuration.Configuration;
import io.tapevault.configuration.Configuration.Current;
import io.tapevault.configuration.Configuration.Replaced;
import io.tapevault.testkit.contract.ConfigurationContract;
import io.tapevault.testkit.contract.MovableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WatchedFileTest extends ConfigurationContract {

  @TempDir private Path folder;
  private int opened;

  @Override
  protected Configuration open() throws IOException {
    Path here = Files.createDirectory(folder.resolve("contract-" + opened++));
    return WatchedFile.open(here.resolve("tapevault.yaml"), here.resolve("versions"), Instant::now);
  }

  @Nested
  final class Edited {

    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

    private final MovableClock clock = new MovableClock(NOON);
    private Path file = Path.of("");
    private Path versions = Path.of("");

    @BeforeEach
    void name_the_files() {
      file = folder.resolve("tv.yaml");
      versions = folder.resolve("versions");
    }

    @Test
    void config_by_swapped_links() throws Exception {
      Path conf = Files.createDirectory(folder.resolve("conf"));
      mount(conf, "..1", "10d");
      Files.createSymbolicLink(conf.resolve("..data"), Path.of("..1"));
      Files.createSymbolicLink(conf.resolve("tv.yaml"), Path.of("..data/tv.yaml"));
      WatchedFile watched = WatchedFile.open(conf.resolve("tv.yaml"), versions, clock);
      assertEquals(retention("10d"), settled(watched));
      String before = "..1";
      for (String next : List.of("..2", "..3")) {
        String retention = next.substring(2) + "0d";
        mount(conf, next, retention);
        Files.createSymbolicLink(conf.resolve("..tmp"), Path.of(next));
        Files.move(conf.resolve("..tmp"), conf.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        Files.delete(conf.resolve(before).resolve("tv.yaml"));
        Files.delete(conf.resolve(before));
        assertEquals(retention(retention), settled(watched));
        before = next;
      }
      assertEquals(3, watched.history().count());
    }

    private static void mount(Path conf, String name, String retention) throws IOException {
      Path made = Files.createDirectory(conf.resolve(name));
      Files.writeString(made.resolve("tv.yaml"), retention(retention));
    }

    @Test
    void config_gone_for_a_moment() throws Exception {
      WatchedFile watched = begin("10d");
      Files.delete(file);
      Current.Missing missing = assertInstanceOf(Current.Missing.class, watched.current());
      assertTrue(missing.why().endsWith("tv.yaml is not there"), missing.why());
      Files.writeString(file, retention("20d"));
      assertEquals(retention("20d"), settled(watched));
      Path other = Files.writeString(folder.resolve("edited"), retention("30d"));
      Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
      assertEquals(retention("30d"), settled(watched));
      assertEquals(3, watched.history().count());
    }

    @Test
    void config_same_length_same_time() throws Exception {
      WatchedFile watched = begin("365d");
      FileTime time = Files.getLastModifiedTime(file);
      Files.writeString(file, retention("180d"));
      Files.setLastModifiedTime(file, time);
      assertEquals(retention("180d"), settled(watched));
    }

    @Test
    void what_is_empty_or_still_being_written_is_never_taken() throws Exception {
      WatchedFile watched = begin("10d");
      Files.writeString(file, "");
      clock.move(Duration.ofHours(1));
      assertInstanceOf(Current.Missing.class, watched.current());
      String whole = "storage:\n  retention_period: 20d\nsession_recording: off\n";
      for (int length = 1; length < whole.length(); length++) {
        Files.writeString(file, whole.substring(0, length));
        assertEquals(retention("10d"), there(watched), "after " + length);
        clock.move(Duration.ofMillis(1_900));
      }
      Files.writeString(file, whole);
      assertEquals(whole, settled(watched));
      assertEquals(2, watched.history().count());
    }

    @Test
    void a_last_line_without_an_end_is_waited_for_longer() throws Exception {
      WatchedFile watched = begin("10d");
      String halfWritten = "storage: {retention_period: 20d}";
      Files.writeString(file, halfWritten);
      assertEquals(retention("10d"), settled(watched));
      clock.move(Duration.ofSeconds(8));
      assertEquals(halfWritten, there(watched));
    }

    @Test
    void the_versions_and_who_made_them_survive_a_restart() throws Exception {
      WatchedFile watched = begin("10d");
      Files.writeString(file, retention("20d"));
      settled(watched);
      List<Configuration.Version> versionsBefore = watched.history().toList();
      Files.delete(file);
      WatchedFile again = WatchedFile.open(file, versions, clock);
      assertEquals(versionsBefore, again.history().toList());
      assertEquals(
          Files.getOwner(versions).getName(), again.history().findFirst().orElseThrow().by());
      Files.writeString(file, retention("10d"));
      settled(again);
      assertEquals(List.of("3", "2", "1"), again.history().map(Configuration.Version::id).toList());
    }

    @Test
    void a_version_that_cannot_be_read_is_passed_over() throws Exception {
      WatchedFile watched = begin("10d");
      Files.writeString(versions.resolve("000000002.json"), "{\"since\":\"2026");
      Files.write(versions.resolve("000000003.json"), new byte[200]);
      assertEquals(1, watched.history().count());
      Files.writeString(file, retention("20d"));
      assertEquals(retention("20d"), settled(watched));
      assertEquals("4", watched.history().findFirst().orElseThrow().id());
    }

    @Test
    void a_hundred_versions_are_kept_and_nobody_else_may_read_them() throws Exception {
      WatchedFile watched = begin("1d");
      for (int day = 2; day <= 120; day++) {
        String expected = watched.history().findFirst().orElseThrow().id();
        assertInstanceOf(Replaced.Stored.class, watched.replace(retention(day + "d"), expected));
      }
      assertEquals(100, watched.history().count());
      assertEquals("120", watched.history().findFirst().orElseThrow().id());
      assertEquals(
          "rw-------",
          PosixFilePermissions.toString(
              Files.getPosixFilePermissions(versions.resolve("000000120.json"))));
      assertEquals(
          "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(versions)));
    }

    @Test
    void a_link_and_the_permissions_stay_when_the_document_is_replaced() throws Exception {
      Path real = Files.writeString(folder.resolve("real.yaml"), retention("10d"));
      Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-r-----"));
      Files.createSymbolicLink(file, real);
      WatchedFile watched = WatchedFile.open(file, versions, clock);
      settled(watched);
      assertInstanceOf(Replaced.Stored.class, watched.replace(retention("20d"), "1"));
      assertTrue(Files.isSymbolicLink(file));
      assertEquals(retention("20d"), Files.readString(real));
      assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(real)));
    }

    @Test
    void two_processes_count_as_one() throws Exception {
      WatchedFile one = begin("10d");
      WatchedFile other = WatchedFile.open(file, versions, clock);
      assertInstanceOf(Replaced.Stored.class, other.replace(retention("20d"), "1"));
      assertEquals(retention("20d"), there(one));
      assertInstanceOf(Replaced.Overtaken.class, one.replace(retention("30d"), "1"));
      assertEquals(2, one.history().count());
    }

    @Test
    void what_is_no_text_or_no_file_is_missing_with_a_reason() throws Exception {
      Files.write(file, new byte[] {'a', ':', (byte) 0xff, '\n'});
      WatchedFile watched = WatchedFile.open(file, versions, clock);
      assertEquals(
          file + " cannot be read: it is not UTF-8",
          assertInstanceOf(Current.Missing.class, watched.current()).why());
      Files.write(file, " ".repeat(2 << 20).getBytes(UTF_8));
      assertTrue(
          assertInstanceOf(Current.Missing.class, watched.current())
              .why()
              .endsWith("it is no configuration, but much larger"));
      Files.delete(file);
      Files.createDirectory(file);
      Current.Missing noFile = new Current.Missing(file + " cannot be read: it is no file");
      assertEquals(noFile, watched.current());
      Files.delete(file);
      // Nobody ever writes to it.
      assertEquals(0, new ProcessBuilder("mkfifo", file.toString()).start().waitFor());
      assertEquals(noFile, assertTimeoutPreemptively(Duration.ofMinutes(1), watched::current));
    }

    private WatchedFile begin(String retention) throws IOException {
      Files.writeString(file, retention(retention));
      WatchedFile watched = WatchedFile.open(file, versions, clock);
      assertEquals(retention(retention), settled(watched));
      return watched;
    }

    /// What is there once nothing has changed for two seconds.
    private String settled(WatchedFile watched) {
      watched.current();
      clock.move(Duration.ofSeconds(2));
      return there(watched);
    }

    private static String there(WatchedFile watched) {
      return assertInstanceOf(Current.There.class, watched.current()).version().document();
    }

    private static String retention(String period) {
      return "storage: {retention_period: " + period + "}\n";
    }
  }
}
