package io.tapevault.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Whoever pastes the commands of `README.md` one after the other succeeds with every one.
@Timeout(180)
final class ReadmeIT {

  private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\n(.*?)^```$");

  // Whatever still runs in the background ends with the session.
  private static final String BEGIN = "set -eu\ntrap 'kill $(jobs -p) 2>/dev/null; wait' EXIT\n";

  @TempDir private Path folder;

  @Test
  void it_is_at_most_150_lines_long() throws Exception {
    assertTrue(readme().lines().count() <= 150);
  }

  @Test
  void its_commands_succeed_in_their_order() throws Exception {
    String commands = String.join("", blocks());
    for (String part :
        List.of("./tapevault demo", "--port 8420", "--data tapevault-data", "/recording.cast")) {
      assertTrue(commands.contains(part), part);
    }
    String script =
        BEGIN
            + commands
                .replace("8420", Integer.toString(freePort()))
                .replace("tapevault-data", folder.resolve("data").toString());
    Path out = folder.resolve("out.txt");
    Process bash =
        new ProcessBuilder("bash", "-x", "-c", script)
            .directory(Jar.ROOT.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    try {
      assertTrue(bash.waitFor(150, TimeUnit.SECONDS), () -> "it hangs:\n" + text(out));
    } finally {
      bash.descendants().forEach(ProcessHandle::destroy);
      bash.destroy();
    }
    String printed = text(out);
    assertEquals(0, bash.exitValue(), printed);
    assertFalse(printed.contains("Building Tapevault"), "the launcher built again what was built");
    assertFalse(printed.contains("urn:tapevault:problem:"), printed);
    assertTrue(printed.contains("{\"accepted\":1,\"duplicates\":0,\"refused\":[]}"), printed);
    assertTrue(printed.contains("\"status\":\"whole\""), printed);
    assertTrue(printed.contains("{\"version\":2,"), printed);
  }

  private static List<String> blocks() throws IOException {
    List<String> blocks =
        BLOCK.matcher(readme()).results().map((MatchResult block) -> block.group(1)).toList();
    assertTrue(blocks.size() >= 5, blocks::toString);
    return blocks;
  }

  private static String readme() throws IOException {
    return Files.readString(Jar.ROOT.resolve("README.md"));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), UTF_8);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
