package io.tapevault.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What `./tapevault image` makes, on a machine that has no Java.
@Timeout(240)
final class ImageIT {

  private static final String SID = "80d9ca77-93af-443f-b33c-6fc55bd1a147";

  @TempDir private static Path images;
  private static Path image = Path.of("");
  @TempDir private Path folder;

  @BeforeAll
  static void make() throws IOException, InterruptedException {
    image = images.resolve("tapevault");
    Process make =
        start(
            images,
            Map.of("JAVA_HOME", System.getProperty("java.home")),
            Jar.ROOT.resolve("cli/src/main/dist/make-image").toString(),
            image.toString());
    assertEquals(0, make.waitFor(), said(images));
  }

  @Test
  void it_says_its_version() throws Exception {
    assertEquals(0, run("--version").waitFor());
    assertEquals("tapevault 0.1.0\n", said(folder));
  }

  @Test
  void a_node_ships_out_of_it_and_says_that_it_is_well() throws Exception {
    byte[] recording = Files.readAllBytes(Jar.SAMPLES.resolve("recordings/" + SID + ".2018.tar"));
    Path spool = Files.createDirectories(folder.resolve("spool"));
    Path file = Files.write(spool.resolve(SID + ".tar"), recording);
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(3600)));
    try (Jar local =
        Jar.start(folder, "local", "--port", "0", "--data", folder.resolve("data").toString())) {
      String config = config(local, spool).toString();
      Process node = run("node", "run", "--config", config);
      try {
        while (node.isAlive() && Files.exists(file)) {
          Thread.sleep(50);
        }
        assertArrayEquals(
            recording, new Vault(local.uri()).get("/v1/sessions/" + SID + "/recording"));
        Path other = Files.createDirectories(folder.resolve("status"));
        Process status = start(other, Map.of(), command(), "node", "status", "--config", config);
        assertEquals(0, status.waitFor(), () -> said(other));
      } finally {
        node.destroy();
      }
      assertTrue(node.waitFor(60, TimeUnit.SECONDS));
      assertEquals(143, node.exitValue(), said(folder));
    }
    assertEquals(List.of(), said(folder).lines().filter(line -> line.contains("warning")).toList());
  }

  @Test
  void all_of_java_that_the_jars_name_is_in_it() throws IOException {
    Path jars = image.resolve("lib/tapevault");
    StringWriter named = new StringWriter();
    PrintWriter out = new PrintWriter(named);
    ToolProvider.findFirst("jdeps")
        .orElseThrow()
        .run(
            out,
            out,
            "--ignore-missing-deps",
            "--multi-release",
            "25",
            "-s",
            "-R",
            "--class-path",
            jars + "/lib/*",
            jars.resolve("tapevault.jar").toString());
    TreeSet<String> missing =
        Pattern.compile("-> ((java|jdk)\\.\\S+)")
            .matcher(named.toString())
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertTrue(missing.contains("java.net.http"), named.toString());
    Files.readAllLines(image.resolve("release")).stream()
        .filter(line -> line.startsWith("MODULES="))
        .flatMap(line -> Pattern.compile("[a-z.]+[a-z]").matcher(line).results())
        .map(MatchResult::group)
        .forEach(missing::remove);
    assertEquals(new TreeSet<>(), missing);
  }

  @Test
  void a_folder_that_holds_something_else_is_left_alone() throws Exception {
    Path precious = Files.writeString(folder.resolve("precious"), "x");
    Path other = Files.createDirectories(folder.resolve("other"));
    Process make =
        start(
            other,
            Map.of("JAVA_HOME", System.getProperty("java.home")),
            Jar.ROOT.resolve("cli/src/main/dist/make-image").toString(),
            folder.toString());
    assertEquals(1, make.waitFor());
    assertTrue(said(other).contains("is no image of Tapevault"), said(other));
    assertEquals("x", Files.readString(precious));
  }

  private Path config(Jar local, Path spool) throws Exception {
    try (ServerSocket free = new ServerSocket(0)) {
      return Files.writeString(
          folder.resolve("node.yaml"),
          """
          vault: %s
          node: web-1
          state: %s
          recordings: [%s]
          metrics: 127.0.0.1:%d
          """
              .formatted(local.uri(), folder.resolve("state"), spool, free.getLocalPort()));
    }
  }

  private static String command() {
    return image.resolve("bin/tapevault").toString();
  }

  private Process run(String... args) throws IOException {
    return start(
        folder,
        Map.of(),
        Stream.concat(Stream.of(command()), Stream.of(args)).toArray(String[]::new));
  }

  /// Nothing of this machine's Java is in its environment.
  private static Process start(Path folder, Map<String, String> environment, String... command)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/bin:/bin");
    builder.environment().putAll(environment);
    return builder
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("said.txt").toFile())
        .start();
  }

  private static String said(Path folder) {
    try {
      return Files.readString(folder.resolve("said.txt"), UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
