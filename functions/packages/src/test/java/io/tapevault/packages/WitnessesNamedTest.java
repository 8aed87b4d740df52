package io.tapevault.packages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// On a machine that has nothing, `functions/witnesses/get.sh` names all that it could not get, and
/// that is all that the tests there ask for.
final class WitnessesNamedTest {

  private static final Path ROOT = Path.of(System.getProperty("tapevault.root", "../.."));
  private static final Path WITNESSES = ROOT.resolve("functions/witnesses");
  private static final Pattern ASKED = Pattern.compile("Installed\\.file\\(\\s*\"([^\"]+)\"");
  // What the script itself is written with.
  private static final List<String> TOOLS =
      List.of("bash", "dirname", "mkdir", "tail", "cut", "cmp", "touch");
  private static final Set<String> NEVER_HAD =
      Set.of(
          "teleport-event-handler",
          "Fluent Bit",
          "Fluentd",
          "Vector",
          "rsyslog's omhttp",
          "Amazon Data Firehose");

  @TempDir private Path folder;

  @Test
  @Timeout(60)
  void what_could_not_be_had_is_named_with_its_reason() throws Exception {
    Path tools = Files.createDirectory(folder.resolve("tools"));
    for (String tool : TOOLS) {
      Files.createSymbolicLink(tools.resolve(tool), found(tool));
    }
    ProcessBuilder script =
        new ProcessBuilder(
            tools.resolve("bash").toString(),
            WITNESSES.resolve("get.sh").toAbsolutePath().toString());
    script.environment().clear();
    script.environment().put("PATH", tools.toString());
    script.environment().put("TAPEVAULT_WITNESSES", folder.resolve("home").toString());
    Process process = script.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    Set<String> named = new TreeSet<>();
    for (String line : Files.readAllLines(folder.resolve("home/missing"))) {
      assertTrue(line.matches("[^:]+: .*\\S.*"), () -> line + "\n" + said);
      named.add(line.substring(0, line.indexOf(": ")));
    }
    Set<String> expected = asked();
    expected.addAll(NEVER_HAD);
    expected.add("curl");
    assertEquals(expected, named, said);
  }

  private static Path found(String tool) {
    return Stream.of("/usr/bin", "/bin")
        .map(place -> Path.of(place, tool))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow();
  }

  private static Set<String> asked() throws IOException {
    try (Stream<Path> files = Files.walk(WITNESSES.resolve("src/test/java"))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .flatMap(file -> ASKED.matcher(text(file)).results())
          .map(asked -> asked.group(1))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
