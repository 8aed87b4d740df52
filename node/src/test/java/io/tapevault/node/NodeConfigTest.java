package io.tapevault.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NodeConfigTest {

  @TempDir private Path folder;

  @Test
  void every_key_is_read() throws IOException {
    NodeConfig config =
        read(
            """
            vault: https://vault.example.com
            token_file: /etc/tapevault/token
            node: web-1
            role: proxy
            state: /var/lib/node
            audit_log: [/var/lib/teleport/log, /srv/log]
            recordings: [/var/lib/teleport/log/upload/streaming/default]
            when_full: stop
            metrics: "[::1]:9000"
            """);
    assertEquals(
        new NodeConfig(
            URI.create("https://vault.example.com"),
            Optional.of(Path.of("/etc/tapevault/token")),
            "web-1",
            NodeConfig.Role.PROXY,
            Path.of("/var/lib/node"),
            List.of(Path.of("/var/lib/teleport/log"), Path.of("/srv/log")),
            List.of(Path.of("/var/lib/teleport/log/upload/streaming/default")),
            NodeConfig.WhenFull.STOP,
            new InetSocketAddress(InetAddress.ofLiteral("::1"), 9000)),
        config);
  }

  @Test
  void the_vault_alone_is_enough() throws IOException {
    NodeConfig config = read("vault: http://127.0.0.1:8420\nnode: n\n");
    assertEquals(
        new NodeConfig(
            URI.create("http://127.0.0.1:8420"),
            Optional.empty(),
            "n",
            NodeConfig.Role.NODE,
            Path.of("/var/lib/tapevault-node"),
            List.of(),
            List.of(),
            NodeConfig.WhenFull.WAIT,
            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 9411)),
        config);
  }

  @Test
  void every_fault_is_named_with_its_line_and_without_its_value() {
    assertEquals(
        """
        :
          - line 7: 'recording' is none of [audit_log, metrics, node, recordings, role, state, token_file, vault, when_full]
          - line 1: vault is no address such as https://vault.example.com; http is for this machine only, and a token stands in token_file
          - line 2: token_file is no absolute path
          - line 3: node is of the kind number, and has to be a text
          - line 4: state is empty, and has to be a text
          - line 5: audit_log is no list of folders, such as [/var/lib/teleport/log]
          - line 6: recordings/1 is of the kind null, and has to be a text
          - line 8: when_full is none of [wait, stop]
          - line 9: metrics is no address of this machine, such as 127.0.0.1:9411\
        """,
        fault(
            """
            vault: https://user:secret@vault.example.com
            token_file: token
            node: 0123
            state: ''
            audit_log: /var/log
            recordings: [/a, ~]
            recording: x
            when_full: delete
            metrics: 0.0.0.0:9411
            """));
  }

  @Test
  void what_is_no_file_is_refused_and_nobody_waits_for_it(@TempDir Path empty) throws Exception {
    Path pipe = empty.resolve("pipe.yaml");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    for (Path file : List.of(pipe, empty, Path.of("/dev/zero"))) {
      assertEquals(
          file + " is no configuration: no file, or much larger",
          assertThrows(IllegalArgumentException.class, () -> NodeConfig.read(file)).getMessage());
    }
  }

  @Test
  void a_file_without_a_vault_a_key_twice_and_no_yaml_are_refused() {
    assertEquals(
        ":\n  - vault is missing: the address of the vault, such as https://vault.example.com",
        fault(""));
    assertEquals(" is not YAML: line 2, column 6", fault("vault: https://a\nvault: https://b\n"));
    assertEquals(" is not YAML: line 1, column 13", fault("vault: [a: {\n"));
    assertEquals(
        ":\n  - the file is not a mapping\n"
            + "  - vault is missing: the address of the vault, such as https://vault.example.com",
        fault("- vault\n"));
  }

  private NodeConfig read(String yaml) throws IOException {
    return NodeConfig.read(Files.writeString(folder.resolve("node.yaml"), yaml));
  }

  private String fault(String yaml) {
    String message =
        String.valueOf(assertThrows(IllegalArgumentException.class, () -> read(yaml)).getMessage());
    return message.substring(message.indexOf("node.yaml") + "node.yaml".length());
  }
}
