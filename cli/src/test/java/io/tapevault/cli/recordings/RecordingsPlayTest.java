package io.tapevault.cli.recordings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.cli.Ran;
import io.tapevault.cli.output.SafeText;
import io.tapevault.local.LocalVault;
import io.tapevault.local.config.LocalConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `play` in a pseudo-terminal, which Python makes.
final class RecordingsPlayTest {

  private static final String HEAD = "{\"version\":2,\"width\":80,\"height\":24}\n";
  private static final Pattern POSITION =
      Pattern.compile(
          "\u001b\\[\\d+;\\d+H|\u001b\\[[0-9;]*m|\u001b\\[2[JK]|\u001b\\[\\?(1049|25|7)[hl]");

  @TempDir private Path folder = Path.of("");
  private Path script = Path.of("");
  private String terminal = "xterm-256color";

  @BeforeEach
  void python() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(getClass().getResourceAsStream("in-a-terminal.py"))) {
      script = Files.write(folder.resolve("in-a-terminal.py"), in.readAllBytes());
    }
  }

  private record Played(String said, String shown) {}

  @Test
  void it_shows_the_session_and_leaves_the_terminal_as_it_was() throws Exception {
    Played played =
        play(List.of(), "[0.1,\"o\",\"hello \\u001b[1;31mred\\u001b[0m 你好\"]\n", "--speed", "10");
    assertEquals("0 as before left 0", played.said());
    assertTrue(played.shown().contains("hello"), played::shown);
    assertTrue(played.shown().contains("你"), played::shown);
    assertTrue(played.shown().contains("\u001b[?1049l"), played::shown);
    assertTrue(played.shown().contains("\u001b[?25h"), played::shown);
  }

  @Test
  void nothing_of_a_hostile_session_reaches_outside_the_screen() throws Exception {
    Played played =
        play(
            List.of(),
            """
            [0.1,"o","A\\u001b]52;c;aGVsbG8=\\u0007B\\u001b]8;;http://evil\\u001b\\\\C\\u001b]8;;\\u001b\\\\"]
            [0.2,"o","D\\u001bP$qm\\u001b\\\\E\\u001b]0;title\\u0007F\\u202egnp\\u2066G\\u001b[c\\u001b[6n"]
            [0.3,"o","H\\u009b31mI\\u001b[?1000h\\u001b[?2004h\\u001b[21t\\u001b_apc\\u001b\\\\J\\u0007"]
            """,
            "--speed",
            "10");
    assertEquals("0 as before left 0", played.said());
    assertTrue(played.shown().contains("ABCDEFgnpGH31mIJ"), played::shown);
    // What comes before is JLine's, which asks a terminal what it can do.
    String ours = played.shown().substring(played.shown().indexOf("\u001b[?1049h"));
    String rest = POSITION.matcher(ours).replaceAll("");
    assertTrue(
        rest.chars().noneMatch(c -> c < ' ' || (c >= 0x7f && c < 0xa0)), () -> escaped(rest));
    assertFalse(rest.matches("(?s).*[\u202a-\u202e\u2066-\u2069].*"), () -> escaped(rest));
    assertFalse(rest.contains("evil") || rest.contains("title"), () -> escaped(rest));
  }

  @Test
  void keys_pause_seek_and_quit_while_nothing_happens() throws Exception {
    Played played =
        play(
            List.of(
                "first",
                " ",
                "|| 0:",
                "\\x1b[C",
                "0:00:0",
                " ",
                "> 0:",
                "\\x1b[D",
                "> 0:00:0",
                "q"),
            "[0.1,\"o\",\"first\"]\n[600,\"o\",\"last\"]\n");
    assertEquals("0 as before left 0", played.said());
    assertFalse(played.shown().contains("last"), played::shown);
  }

  @Test
  void on_the_way_to_a_far_moment_keys_are_heard() throws Exception {
    String line = "[%d,\"o\",\"" + "\\u001b[32mx".repeat(60) + "\\r\\n\"]\n";
    StringBuilder events = new StringBuilder();
    for (int second = 1; second < 60_000; second++) {
      events.append(line.formatted(second));
    }
    events.append("[60000,\"o\",\"last\"]\n");
    Played played = play(List.of("> 0:", "q"), events.toString(), "--at", "60001");
    assertEquals("0 as before left 0", played.said());
    assertFalse(played.shown().contains("last"), played::shown);
  }

  @Test
  void what_is_encrypted_says_what_opens_it() throws Exception {
    Path root = Path.of(System.getProperty("tapevault.root", ".."));
    Path encrypted =
        root.resolve("events-samples/encrypted/74ecd922-6363-487a-9f72-497a6764a016.parts.tar");
    Played played = play(List.of(), encrypted, List.of("--speed", "10"));
    assertEquals("1 as before left 0", played.said());
    assertTrue(played.shown().contains("--identity FILE gives the keys"), played::shown);
  }

  @Test
  void silence_is_cut_and_a_moment_can_be_begun_at() throws Exception {
    long before = System.nanoTime();
    Played played =
        play(
            List.of(),
            "[1,\"o\",\"first\"]\n[600,\"o\",\"\\r\\nlast\"]\n",
            "--idle-time-limit",
            "0.2",
            "--at",
            "590");
    assertTrue(System.nanoTime() - before < 30_000_000_000L);
    assertTrue(played.shown().contains("first") && played.shown().contains("last"), played::shown);
    assertTrue(played.shown().contains("0:09:50"), played::shown);
  }

  @Test
  void another_size_of_the_terminal_is_drawn_anew() throws Exception {
    Played played =
        play(
            List.of("first", "RESIZE", "\u001b[10;1H", "q"),
            "[0.1,\"o\",\"first\"]\n[600,\"o\",\"x\"]\n");
    assertEquals("0 as before left 0", played.said());
  }

  @Test
  void a_terminal_that_tells_no_size_has_the_usual_one() throws Exception {
    Played played =
        play(
            List.of("first", "NO-SIZE", "q quits", "q"),
            "[0.1,\"o\",\"first\"]\n[600,\"o\",\"x\"]\n");
    assertEquals("0 as before left 0", played.said());
  }

  @Test
  void a_terminal_that_has_no_screen_is_told_what_to_do_instead() throws Exception {
    terminal = "dumb";
    Played played = play(List.of(), "[0.1,\"o\",\"first\"]\n");
    assertEquals("1 as before left 0", played.said());
    assertTrue(played.shown().contains("(TERM is dumb)"), played::shown);
    assertFalse(played.shown().contains("first"), played::shown);
  }

  @Test
  void a_signal_or_ctrl_c_leaves_the_terminal_as_it_was_too() throws Exception {
    Played ended = play(List.of("first", "TERM"), "[0.1,\"o\",\"first\"]\n[600,\"o\",\"x\"]\n");
    assertEquals("143 as before left 0", ended.said());
    assertTrue(ended.shown().contains("\u001b[?1049l"), ended::shown);
    Played stopped = play(List.of("first", "\\x03"), "[0.1,\"o\",\"first\"]\n[600,\"o\",\"x\"]\n");
    assertEquals("0 as before left 0", stopped.said());
  }

  @Test
  void without_a_terminal_it_says_what_to_do_instead() throws Exception {
    Path cast = Files.writeString(folder.resolve("x.cast"), HEAD + "[1,\"o\",\"x\"]\n");
    Process process =
        new ProcessBuilder(command(cast, List.of())).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(1, process.waitFor());
    assertTrue(said.contains("play needs a terminal; 'recordings convert"), said);
  }

  @Test
  void a_session_of_a_vault_is_played_as_a_file_is() throws Exception {
    Path data = folder.resolve("data");
    try (LocalVault vault = LocalVault.start(LocalConfig.defaults(data), data, 0)) {
      Path cast = Files.writeString(folder.resolve("x.cast"), HEAD + "[0.1,\"o\",\"hello\"]\n");
      Ran up = Ran.of("recordings", vault, "upload", cast.toString(), "--session", "s-1");
      assertEquals(0, up.exit(), up.err());
      List<String> options = List.of("--speed", "10", "--vault", vault.uri().toString());
      Played played = play(List.of(), Path.of("s-1"), options);
      assertEquals("0 as before left 0", played.said());
      assertTrue(played.shown().contains("hello"), played::shown);
      assertTrue(played.shown().contains("\u001b[?1049l"), played::shown);
    }
  }

  private Played play(List<String> steps, String events, String... options) throws Exception {
    Path cast = Files.writeString(folder.resolve("x.cast"), HEAD + events);
    return play(steps, cast, List.of(options));
  }

  private Played play(List<String> steps, Path cast, List<String> options) throws Exception {
    Path shown = folder.resolve("shown");
    List<String> all = new ArrayList<>(List.of("python3", script.toString(), shown.toString()));
    all.addAll(steps);
    all.add("--");
    all.addAll(command(cast, options));
    ProcessBuilder builder = new ProcessBuilder(all).redirectErrorStream(true);
    builder.environment().put("TERM", terminal);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    process.waitFor();
    return new Played(said, Files.readString(shown, UTF_8));
  }

  private static List<String> command(Path cast, List<String> options) {
    String classes =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dstdout.encoding=UTF-8",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classes,
                "io.tapevault.cli.Tapevault",
                "recordings",
                "play",
                cast.toString()));
    command.addAll(options);
    return command;
  }

  private static String escaped(String text) {
    return SafeText.harmless(text);
  }
}
