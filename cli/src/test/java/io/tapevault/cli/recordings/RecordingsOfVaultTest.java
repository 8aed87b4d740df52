package io.tapevault.cli.recordings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.cli.Ran;
import io.tapevault.event.Sha256;
import io.tapevault.local.LocalVault;
import io.tapevault.local.config.LocalConfig;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `recordings upload`, `ls` and `get`, against a vault.
final class RecordingsOfVaultTest {

  private static final Path SAMPLES =
      Path.of(System.getProperty("tapevault.root", ".."), "events-samples", "recordings");
  private static final String CAST =
      """
      {"version":2,"width":80,"height":24}
      [0.5,"o","$ whoami\\r\\n"]
      """;

  @TempDir private Path folder;
  private LocalVault vault;

  @BeforeEach
  void start() throws Exception {
    Path data = folder.resolve("data");
    vault = LocalVault.start(LocalConfig.defaults(data), data, 0);
  }

  @AfterEach
  void stop() {
    vault.close();
  }

  private Ran run(String... args) {
    return Ran.of("recordings", vault, args);
  }

  private static Path sample() throws IOException {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(SAMPLES, "*.protostream.tar")) {
      return found.iterator().next();
    }
  }

  @Test
  void what_was_uploaded_is_listed_and_comes_back_to_the_byte() throws Exception {
    Path tar = sample();
    Ran up = run("upload", tar.toString());
    assertEquals(0, up.exit(), up.err());
    String sid = up.out().substring(0, up.out().indexOf(':'));
    assertTrue(up.out().contains(Sha256.of(Files.readAllBytes(tar))), up.out());
    // The same again is done at once.
    assertEquals(up, run("upload", tar.toString()));
    Ran ls = run("ls", "--output", "csv", "--from", "2000-01-01");
    for (int i = 0; i < 100 && !ls.out().contains(sid); i++) {
      Thread.sleep(50);
      ls = run("ls", "--output", "csv", "--from", "2000-01-01");
    }
    assertTrue(ls.out().contains(sid + ",TIME," + Files.size(tar) + ","), ls.out());
    Path got = folder.resolve("got.tar");
    Ran get = run("get", sid, "-o", got.toString());
    assertEquals(new Ran(0, "", got + " is there\n"), get);
    assertArrayEquals(Files.readAllBytes(tar), Files.readAllBytes(got));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(got)));
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, ".*")) {
      assertTrue(!left.iterator().hasNext());
    }
  }

  @Test
  void what_is_there_already_is_not_overwritten_unless_that_is_wanted() throws Exception {
    Path cast = Files.writeString(folder.resolve("x"), CAST);
    assertEquals(0, run("upload", cast.toString(), "--session", "s-1").exit());
    Path got = Files.writeString(folder.resolve("got"), "mine");
    Ran get = run("get", "s-1", "-o", got.toString());
    assertEquals(1, get.exit());
    assertTrue(get.err().contains("--force"), get.err());
    assertEquals("mine", Files.readString(got));
    assertEquals(0, run("get", "s-1", "-o", got.toString(), "--force").exit());
    assertEquals(CAST, Files.readString(got));
  }

  @Test
  void what_is_shown_is_waited_for_and_unpacked() throws Exception {
    Path cast = Files.writeString(folder.resolve("x"), CAST);
    assertEquals(0, run("upload", cast.toString(), "--session", "s-1").exit());
    Path got = folder.resolve("got.cast");
    Ran get = run("get", "s-1", "--as", "cast", "-o", got.toString());
    assertEquals(0, get.exit(), get.err());
    assertTrue(Files.readString(got, UTF_8).contains("whoami"), () -> got.toString());
    for (String as : new String[] {"txt", "json", "svg", "html"}) {
      Path other = folder.resolve("got." + as);
      assertEquals(0, run("get", "s-1", "--as", as, "-o", other.toString()).exit());
      String what = as.equals("html") ? "id=\"cast\"" : "whoami";
      assertTrue(Files.readString(other, UTF_8).contains(what), as);
    }
  }

  @Test
  void what_is_no_recording_or_nobodys_is_said_and_another_one_is_kept_beside_the_first()
      throws Exception {
    Path text = Files.writeString(folder.resolve("notes"), "nothing to see");
    Ran none = run("upload", text.toString(), "--session", "s-1");
    assertEquals(1, none.exit());
    assertTrue(none.err().contains("notes is no recording: "), none.err());
    Path cast = Files.writeString(folder.resolve("x"), CAST);
    Ran whose = run("upload", cast.toString());
    assertEquals(2, whose.exit());
    assertTrue(whose.err().contains("--session"), whose.err());
    assertEquals(0, run("upload", cast.toString(), "--session", "s-1").exit());
    Path other = Files.writeString(folder.resolve("y"), CAST.replace("whoami", "id"));
    Ran another = run("upload", other.toString(), "--session", "s-1");
    assertEquals(0, another.exit(), another.err());
    String beside = "s-1.other-" + another.out().replaceFirst("(?s).*sha256 ", "").substring(0, 16);
    Path both = folder.resolve("both");
    Ran got = run("get", beside, "-o", both.toString());
    assertEquals(0, got.exit(), got.err());
    assertFalse(got.err().contains("tells no SHA-256"), got.err());
    assertEquals(Files.readString(other), Files.readString(both));
    Ran shown = Ran.of("sessions", vault, "show", "s-1");
    assertTrue(shown.out().contains(beside), shown.out());
    Ran unknown = run("get", "s-2", "-o", folder.resolve("z").toString());
    assertEquals(1, unknown.exit());
    assertTrue(unknown.err().contains("no recording of this session"), unknown.err());
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, ".*")) {
      assertFalse(left.iterator().hasNext(), "nothing came, and nothing is left of it");
    }
  }

  @Test
  void what_is_not_whole_names_the_option_that_shows_what_there_is() throws Exception {
    Path cut = Files.writeString(folder.resolve("cut.cast"), CAST.strip().replaceAll(".$", ""));
    assertEquals(0, run("upload", cut.toString(), "--session", "s-1").exit());
    Path got = folder.resolve("got.cast");
    Ran get = run("get", "s-1", "--as", "cast", "-o", got.toString());
    assertEquals(1, get.exit());
    assertTrue(get.err().contains("add --partial to play what is there"), get.err());
    assertEquals(0, run("get", "s-1", "--as", "cast", "--partial", "-o", got.toString()).exit());
  }

  @Test
  void what_is_not_what_was_uploaded_is_not_written() throws Exception {
    Path cast = Files.writeString(folder.resolve("x"), CAST);
    assertEquals(0, run("upload", cast.toString(), "--session", "s-1").exit());
    Path kept = folder.resolve("data/recordings/s-1.tar");
    kept.toFile().setWritable(true);
    Files.writeString(kept, CAST.replace("whoami", "whoamI"));
    Path got = folder.resolve("got");
    Ran get = run("get", "s-1", "-o", got.toString());
    assertEquals(1, get.exit());
    assertTrue(get.err().contains("it is not what was uploaded"), get.err());
    assertTrue(Files.notExists(got));
  }
}
