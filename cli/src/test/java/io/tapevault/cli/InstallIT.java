package io.tapevault.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What `./tapevault install` leaves, used by somebody who has no Java.
@Timeout(240)
final class InstallIT {

  private static final String INSTALL = Jar.ROOT.resolve("cli/src/main/dist/install").toString();

  @TempDir private static Path prefix;
  @TempDir private static Path folder;
  private static String said = "";

  @BeforeAll
  static void install() throws Exception {
    install(prefix, 0);
    said = install(prefix, 0);
  }

  @Test
  void the_command_is_there_and_says_where() throws Exception {
    assertTrue(said.contains("tapevault 0.1.0 is in " + prefix), said);
    assertTrue(said.contains("is not in your PATH"), said);
    assertEquals("tapevault 0.1.0\n", run(0, "tapevault --version"));
  }

  @Test
  void a_closed_standard_output_is_told() throws Exception {
    assertEquals(
        "tapevault: the standard output is closed.\n", run(1, "tapevault --version 2>&1 >&-"));
    assertEquals("", run(0, "tapevault --version >/dev/null"));
  }

  @Test
  void a_start_reads_what_was_kept_of_an_earlier_one() throws Exception {
    String loaded =
        run(0, "JAVA_TOOL_OPTIONS=-Xlog:class+load tapevault --version")
            .lines()
            .filter(line -> line.contains(" io.tapevault.cli.Tapevault source:"))
            .findFirst()
            .orElseThrow();
    assertTrue(loaded.contains("shared objects file"), loaded);
  }

  @Test
  void a_second_time_replaces_the_first() throws IOException {
    assertEquals(
        Path.of("../lib/tapevault/bin/tapevault"),
        Files.readSymbolicLink(prefix.resolve("bin/tapevault")));
    try (Stream<Path> left = Files.list(prefix.resolve("lib"))) {
      assertEquals(List.of(prefix.resolve("lib/tapevault")), left.toList());
    }
  }

  @Test
  void a_command_of_somebody_else_s_is_left_alone() throws Exception {
    Path theirs = Files.createDirectories(folder.resolve("theirs/bin")).resolve("tapevault");
    Files.writeString(theirs, "x");
    String refused = install(folder.resolve("theirs"), 1);
    assertTrue(refused.contains("was not put there by this command"), refused);
    assertEquals("x", Files.readString(theirs));
  }

  @Test
  void bash_completes_its_commands() throws Exception {
    assertEquals(
        "replay resume\n",
        run(
            0,
            "bash -c 'source "
                + prefix
                + "/share/bash-completion/completions/tapevault; COMP_WORDS=(tapevault forward re);"
                + " COMP_CWORD=2; _complete_tapevault; echo \"${COMPREPLY[@]}\"'"));
  }

  @Test
  void fish_completes_its_commands_and_their_options() throws Exception {
    assumeThereIs("fish");
    assertEquals(List.of("replay", "resume"), offered("complete -C \"tapevault forward re\""));
    assertEquals(
        List.of("--only-missing"), offered("complete -C \"tapevault forward replay --on\""));
    assertEquals(List.of(), offered("complete -C \"tapevault forward pause --on\""));
  }

  @Test
  void zsh_completes_its_commands() throws Exception {
    assumeThereIs("zsh");
    String screen =
        run(0, "python3 '" + Jar.ROOT + "/cli/src/test/shell/zsh-completes.py' " + prefix);
    assertTrue(screen.contains("replay  resume"), screen);
    assertTrue(!screen.contains("not found"), screen);
  }

  @Test
  void every_command_has_its_page_of_the_manual() throws Exception {
    assumeThereIs("mandoc");
    String pages = prefix + "/share/man/man1/";
    assertEquals(
        "", run(0, "mandoc -Tlint -Wwarning " + pages + "*.1 | grep -v 'missing date' || :"));
    String page = run(0, "mandoc -Tascii " + pages + "tapevault-forward-replay.1 | col -b");
    assertTrue(page.contains("--only-missing"), page);
    assertTrue(page.contains("tapevault forward replay"), page);
  }

  private static List<String> offered(String fish) throws Exception {
    return run(0, "XDG_DATA_DIRS=" + prefix + "/share:/usr/share fish -c '" + fish + "'")
        .lines()
        .map(line -> line.replaceFirst("\t.*", ""))
        .toList();
  }

  private static void assumeThereIs(String tool) {
    boolean isThere =
        Stream.of("/usr/bin/", "/bin/", "/usr/local/bin/")
            .anyMatch(bin -> Files.isExecutable(Path.of(bin + tool)));
    assumeTrue(isThere, tool + " is not installed here");
  }

  private static String install(Path where, int status) throws Exception {
    return said(status, Map.of("JAVA_HOME", System.getProperty("java.home")), INSTALL, where + "");
  }

  private static String run(int status, String script) throws Exception {
    return said(status, Map.of("PATH", prefix + "/bin:/usr/bin:/bin"), "sh", "-c", script);
  }

  /// Nothing of this machine's Java is in its environment.
  private static String said(int status, Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile(folder, "said", ".txt");
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/bin:/bin");
    builder.environment().put("HOME", folder.toString());
    builder.environment().putAll(environment);
    int ended = builder.redirectErrorStream(true).redirectOutput(out.toFile()).start().waitFor();
    String text = Files.readString(out, UTF_8);
    assertEquals(status, ended, text);
    return text;
  }
}
