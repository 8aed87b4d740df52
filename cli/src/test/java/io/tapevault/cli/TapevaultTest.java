package io.tapevault.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.settings.Release;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/// What is answered to arguments that cannot be right.
final class TapevaultTest {

  @TempDir private Path folder;
  private final StringWriter err = new StringWriter();
  private final StringWriter out = new StringWriter();

  private int run(String... args) {
    return Tapevault.commandLine()
        .setErr(new PrintWriter(err))
        .setOut(new PrintWriter(out))
        .execute(args);
  }

  @ParameterizedTest
  @CsvSource({
    "'', Missing required subcommand",
    "fly, Unmatched argument at index 0: 'fly'",
    "local --port, Missing required parameter for option '--port'",
    "local --port x, Invalid value for option '--port': 'x' is not an int",
    "local --port 70000, Invalid value for option '--port': 70000 is no port",
    "local --port -1, Invalid value for option '--port': -1 is no port",
    "local --colour, Unknown option: '--colour'",
    "demo --output yaml, Invalid value for option '--output'",
    "demo extra, Unmatched argument at index 1: 'extra'",
  })
  void what_is_not_used_rightly_is_said_with_the_way_out_and_ends_with_2(
      String args, String message) {
    assertEquals(2, run(args.isEmpty() ? new String[0] : args.split(" ", -1)));
    assertTrue(err.toString().startsWith(message), err.toString());
    assertTrue(
        err.toString()
            .contains(message.startsWith("Unknown") ? "Possible solutions" : "Usage: tapevault"),
        err.toString());
    assertEquals("", out.toString());
  }

  @Test
  void its_version_is_that_of_the_pom() throws IOException {
    assertEquals(0, run("--version"));
    assertEquals("tapevault " + Release.VERSION + "\n", out.toString());
    String pom = Files.readString(Path.of("..", "pom.xml"));
    assertTrue(pom.contains("<version>" + Release.VERSION + "-SNAPSHOT</version>"), "pom.xml");
  }

  @Test
  void help_and_version_end_with_0() {
    assertEquals(0, run("--help"));
    assertTrue(out.toString().contains("tapevault demo"), out.toString());
    assertEquals(0, run("local", "--help"));
    assertEquals(0, run("--version"));
    assertEquals("", err.toString());
  }

  // A list of commands shows the first line only, and a terminal breaks lines by itself.
  @Test
  void every_line_of_a_description_is_whole_sentences() {
    assertEquals(List.of(), halves(Tapevault.commandLine()));
  }

  private static List<String> halves(CommandLine command) {
    List<String> halves = new ArrayList<>();
    for (String line : command.getCommandSpec().usageMessage().description()) {
      if (!line.endsWith(".")) {
        halves.add(command.getCommandName() + ": " + line);
      }
    }
    command.getSubcommands().values().forEach(below -> halves.addAll(halves(below)));
    return halves;
  }

  @Test
  void what_went_well_or_not_can_be_asked_for_in_both_spellings() {
    for (String asked : List.of("--success=false", "--success false")) {
      List<String> args = new ArrayList<>(List.of("events", "search"));
      args.addAll(List.of(asked.split(" ", -1)));
      args.addAll(List.of("--vault", "http://127.0.0.1:1"));
      assertEquals(1, run(args.toArray(String[]::new)), err::toString);
    }
    assertEquals(2, run("events", "search", "--success"));
  }

  @Test
  void a_configuration_that_is_not_there_is_named() {
    Path file = folder.resolve("none.yaml");
    assertEquals(1, run("local", "--data", folder.toString(), "--config", file.toString()));
    assertEquals("tapevault: there is no " + file + System.lineSeparator(), err.toString());
  }

  @Test
  void a_configuration_that_is_no_file_is_said_and_nobody_waits_for_it() throws Exception {
    Path pipe = folder.resolve("pipe.yaml");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    Path data = folder.resolve("data");
    for (Path file : List.of(pipe, folder, Path.of("/dev/zero"))) {
      assertEquals(1, run("local", "--data", data.toString(), "--config", file.toString()));
      assertEquals(
          "tapevault: " + file + " cannot be read: it is no file" + System.lineSeparator(),
          err.toString());
      err.getBuffer().setLength(0);
    }
    assertTrue(Files.notExists(data));
  }

  @Test
  void every_fault_of_a_configuration_is_said_and_nothing_is_made() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("bad.yaml"), "storage: {retention_period: soon}\nlogs: {}\n");
    Path data = folder.resolve("data");
    assertEquals(1, run("local", "--data", data.toString(), "--config", file.toString()));
    assertEquals(3, err.toString().lines().count(), err.toString());
    assertTrue(err.toString().startsWith("tapevault: " + file + ":"), err.toString());
    assertTrue(Files.notExists(data));
  }

  @Test
  void a_port_that_is_taken_is_said() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertEquals(
          1, run("local", "--data", folder.resolve("data").toString(), "--port", "" + port));
      assertEquals(
          "tapevault: port "
              + port
              + " is taken; choose another with --port, or 0 for any that is free\n",
          err.toString());
    }
  }

  @Test
  void data_that_cannot_be_a_folder_is_said_in_one_line() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "x");
    assertEquals(1, run("local", "--port", "0", "--data", file.toString()));
    assertEquals(1, err.toString().lines().count(), err.toString());
    assertTrue(err.toString().contains(file.toString()), err.toString());
  }

  @Test
  void samples_that_are_not_there_are_said() {
    assertEquals(1, run("demo", "--samples", folder.toString()));
    assertTrue(err.toString().contains(folder.resolve("accepted").toString()), err.toString());
  }
}
