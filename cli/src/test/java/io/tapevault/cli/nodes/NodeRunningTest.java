package io.tapevault.cli.nodes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class NodeRunningTest {

  @Test
  void a_service_needs_no_command_line() {
    assertEquals(
        Path.of("/etc/node.yaml"), NodeRunning.plain("node", "run", "--config", "/etc/node.yaml"));
  }

  @Test
  void whatever_else_is_asked_is_the_command_lines_to_understand() {
    for (List<String> args :
        List.of(
            List.<String>of(),
            List.of("node"),
            List.of("node", "run"),
            List.of("node", "run", "--config", "--help"),
            List.of("node", "run", "--config", ""),
            List.of("node", "status", "--config", "n.yaml"),
            List.of("node", "run", "--config", "n.yaml", "--help"))) {
      assertNull(NodeRunning.plain(args.toArray(String[]::new)), args.toString());
    }
  }
}
