package io.tapevault.cli.recordings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.cli.Tapevault;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RecordingsConvertTest {

  private static final Path SAMPLES =
      Path.of(System.getProperty("tapevault.root", ".."), "events-samples");
  private static final Path IDENTITY = SAMPLES.resolve("encrypted/identity.txt");

  @TempDir private Path folder = Path.of("");
  private final StringWriter err = new StringWriter();

  @Test
  void the_name_of_the_output_says_what_it_is() throws IOException {
    Path tar = sample("recordings", "*.protostream.tar");
    assertTrue(converted(tar, "a.cast").startsWith("{\"version\":2,\"width\":"));
    assertTrue(
        converted(tar, "b.cast", "--cast-version", "3").startsWith("{\"version\":3,\"term\":"));
    assertTrue(converted(tar, "a.svg").startsWith("<svg xmlns="));
    assertTrue(converted(tar, "a.json").contains("\"status\":\"whole\""));
    assertTrue(converted(tar, "a.html").contains("Content-Security-Policy"));
    String text = converted(tar, "a.txt");
    assertTrue(
        text.lines().allMatch(line -> line.matches("\\d+:\\d\\d:\\d\\d\\.\\d{3}  .*")), text);
    assertTrue(text.chars().noneMatch(c -> c < ' ' && c != '\n'), text);
    assertEquals(text, converted(tar, "text", "--to", "txt"));
  }

  @Test
  void what_is_there_is_not_overwritten_unless_that_is_wanted() throws IOException {
    Path tar = sample("recordings", "*.protostream.tar");
    Path there = Files.writeString(folder.resolve("there.txt"), "mine");
    assertEquals(1, convert(tar, "-o", there.toString()));
    assertTrue(
        err.toString().contains("there.txt is there already; --force replaces it"), err::toString);
    assertEquals("mine", Files.readString(there));
    assertEquals(0, convert(tar, "-o", there.toString(), "--force"));
    assertFalse(Files.readString(there).contains("mine"));
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, "*.unfinished")) {
      assertFalse(left.iterator().hasNext());
    }
  }

  @Test
  void only_a_file_is_replaced() throws Exception {
    Path tar = sample("recordings", "*.protostream.tar");
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertEquals(1, convert(tar, "-o", empty.toString(), "--to", "txt", "--force"));
    assertTrue(err.toString().contains("empty is no file; -o - writes"), err::toString);
    assertTrue(Files.isDirectory(empty));
    Path pipe = folder.resolve("pipe.txt");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    assertEquals(1, convert(tar, "-o", pipe.toString(), "--force"));
    assertTrue(err.toString().contains("pipe.txt is no file"), err::toString);
    assertEquals(1, convert(tar, "-o", folder.resolve("no/a.txt").toString()));
    assertTrue(
        err.toString().contains("there is no folder " + folder.resolve("no")), err::toString);
  }

  @Test
  void what_asciinema_recorded_comes_out_as_it_went_in() throws IOException {
    Path cast = SAMPLES.resolve("terminals/asciinema.cast");
    String out = converted(cast, "out.cast");
    assertEquals(events(Files.readString(cast)), events(out));
    String text = converted(cast, "out.txt");
    assertTrue(text.contains("bold 你好\n") && text.contains("bye\n"), text);
    Path three = folder.resolve("three.cast");
    converted(cast, "three.cast", "--cast-version", "3");
    assertEquals(out, converted(three, "back.cast"));
  }

  /// The outputs: times are to the millisecond, and texts escaped in more than one way.
  private static String events(String cast) {
    return cast.lines()
        .skip(1)
        .map(line ->
            line.substring(line.indexOf('"')).replace(" ", "").replace("\\u001B", "\\u001b"))
        .collect(Collectors.joining("\n"));
  }

  @Test
  void a_typescript_is_two_files() throws IOException {
    Path kind = SAMPLES.resolve("typescripts/advanced");
    String text =
        converted(
            kind.resolve("typescript"), "ts.txt", "--timing", kind.resolve("timing").toString());
    assertTrue(text.contains("hello green 你好 🐻‍❄️"), text);
    assertTrue(text.contains("typed: secret"), text);
  }

  @Test
  void a_recording_encrypted_by_another_hand_is_opened_with_its_identity() throws IOException {
    Path plain = sample("recordings", "74ecd922*");
    String expected = converted(plain, "plain.cast");
    Path parts = sample("encrypted", "*.parts.tar");
    assertEquals(expected, converted(parts, "parts.cast", "--identity", IDENTITY.toString()));
    String whole = converted(sample("recordings", "80d9*"), "whole.cast");
    Path sealed = sample("encrypted", "*.age");
    assertEquals(whole, converted(sealed, "sealed.cast", "--identity", IDENTITY.toString()));
  }

  @Test
  void without_its_identity_it_says_what_to_do() throws IOException {
    Path out = folder.resolve("none.cast");
    assertEquals(1, convert(sample("encrypted", "*.parts.tar"), "-o", out.toString()));
    assertTrue(err.toString().contains("encrypted in part 1"), err::toString);
    assertTrue(err.toString().contains("--identity FILE"), err::toString);
    assertEquals(1, convert(sample("encrypted", "*.age"), "-o", out.toString()));
    assertTrue(
        err.toString().contains("is encrypted with age; --identity FILE opens it"), err::toString);
    assertFalse(Files.exists(out));
  }

  @Test
  void another_identity_opens_nothing_and_is_named() throws IOException {
    Path other =
        Files.writeString(
            folder.resolve("other.txt"),
            "AGE-SECRET-KEY-1QYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSLA2NK0\n");
    Path out = folder.resolve("none.cast");
    Path sealed = sample("encrypted", "*.parts.tar");
    assertEquals(1, convert(sealed, "-o", out.toString(), "--identity", other.toString()));
    assertTrue(err.toString().contains("other.txt"), err::toString);
    assertFalse(Files.exists(out));
  }

  @Test
  void what_was_changed_after_it_was_encrypted_is_damaged() throws IOException {
    byte[] bytes = Files.readAllBytes(sample("encrypted", "*.parts.tar"));
    bytes[600] = (byte) (bytes[600] ^ 1);
    Path changed = Files.write(folder.resolve("changed.tar"), bytes);
    Path out = folder.resolve("changed.cast");
    assertEquals(1, convert(changed, "-o", out.toString(), "--identity", IDENTITY.toString()));
    assertTrue(err.toString().contains("cut off or changed"), err::toString);
  }

  @Test
  void what_is_cut_off_is_written_as_far_as_it_goes_and_told() throws IOException {
    byte[] bytes = Files.readAllBytes(sample("recordings", "*.protostream.tar"));
    Path cut = Files.write(folder.resolve("cut.tar"), Arrays.copyOf(bytes, bytes.length - 9));
    Path out = folder.resolve("cut.txt");
    assertEquals(1, convert(cut, "-o", out.toString()));
    assertTrue(err.toString().contains("cut.tar: cut off in part 1"), err::toString);
    assertTrue(err.toString().contains("what can be read was written"), err::toString);
    assertTrue(Files.size(out) > 100);
  }

  @Test
  void what_is_no_recording_or_is_not_used_rightly_is_told() throws IOException {
    Path text = Files.writeString(folder.resolve("a.text"), "This is a text.\n".repeat(50));
    Path out = folder.resolve("no.cast");
    assertEquals(1, convert(text, "-o", out.toString()));
    assertTrue(err.toString().contains("this is neither a tar nor"), err::toString);
    assertEquals(1, convert(folder, "-o", out.toString()));
    assertEquals(1, convert(folder.resolve("missing"), "-o", out.toString()));
    assertTrue(err.toString().contains("there is no "), err::toString);
    assertEquals(2, convert(text, "-o", folder.resolve("x.pdf").toString()));
    assertEquals(2, convert(text, "--cast-version", "4"));
    assertEquals(2, convert(text, "--at", "-1"));
    assertFalse(Files.exists(out));
  }

  @Test
  void a_pipe_is_refused_at_once() throws Exception {
    Path pipe = folder.resolve("pipe.cast");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    assertEquals(1, convert(pipe));
    assertTrue(err.toString().contains("pipe.cast is no file"), err::toString);
  }

  @Test
  void nothing_in_a_recording_is_html() throws IOException {
    Path cast =
        Files.writeString(
            folder.resolve("evil.cast"),
            """
            {"version":2,"width":80,"height":3}
            [1,"o","</script><img src=x onerror=alert(1)>&\\u001b]52;c;eA==\\u0007"]
            """);
    String page = converted(cast, "evil.html");
    assertFalse(page.contains("onerror"));
    String svg = converted(cast, "evil.svg");
    assertTrue(svg.contains("&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;&amp;"), svg);
    assertFalse(svg.contains("<img"));
  }

  @Test
  void a_picture_is_of_the_moment_that_is_wanted() throws IOException {
    Path cast =
        Files.writeString(
            folder.resolve("two.cast"),
            """
            {"version":2,"width":20,"height":3}
            [1,"o","one"]
            [2,"o","\\rtwo"]
            """);
    assertTrue(converted(cast, "one.svg", "--at", "1.5").contains(">one"));
    assertTrue(converted(cast, "two.svg").contains(">two"));
  }

  private String converted(Path recording, String output, String... options) throws IOException {
    Path out = folder.resolve(output);
    String[] args = new String[options.length + 2];
    System.arraycopy(options, 0, args, 0, options.length);
    args[options.length] = "-o";
    args[options.length + 1] = out.toString();
    assertEquals(0, convert(recording, args), err::toString);
    return Files.readString(out, UTF_8);
  }

  private int convert(Path recording, String... options) {
    String[] args = new String[options.length + 3];
    args[0] = "recordings";
    args[1] = "convert";
    args[2] = recording.toString();
    System.arraycopy(options, 0, args, 3, options.length);
    return Tapevault.commandLine().setErr(new PrintWriter(err, true)).execute(args);
  }

  private static Path sample(String folder, String name) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(SAMPLES.resolve(folder), name)) {
      return files.iterator().next();
    }
  }
}
