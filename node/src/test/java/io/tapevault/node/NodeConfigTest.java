package io.tapevault.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tapevault.node.vault.Auth;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
            new Auth.Token(Path.of("/etc/tapevault/token")),
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
            new Auth.None(),
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
          - line 1: vault is no address such as https://vault.example.com; http is for this machine only, and a token stands in token_file
          - line 2: token_file is no absolute path
          - line 3: node is a number (in quotes it is a text), and has to be a text
          - line 4: state is no absolute path
          - line 5: audit_log is not a list
          - line 6: recordings has what is no absolute path
          - line 7: the document has 'recording', which is none of [audit_log, auth, metrics, node, recordings, region, role, state, token_file, vault, when_full]
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
          assertThrows(IllegalArgumentException.class, () -> NodeConfig.read(file, Map.of()))
              .getMessage());
    }
  }

  @Test
  void a_file_without_a_vault_a_key_twice_and_no_yaml_are_refused() {
    String missing =
        ":\n  - line 1: vault is missing: the address of the vault, such as"
            + " https://vault.example.com";
    assertEquals(missing, fault(""));
    assertEquals(
        ":\n  - line 2: 'vault' stands here a second time; the first is in line 1",
        fault("vault: https://a\nvault: https://b\n"));
    assertEquals(":\n  - line 2: this is not YAML, column 1", fault("vault: [a: {\n"));
    assertEquals(
        missing.replace(":\n", ":\n  - line 1: the document is not a mapping\n"),
        fault("- vault\n"));
  }

  @Test
  void words_are_those_of_yaml_1_2() throws IOException {
    assertEquals("on", read("vault: https://a.example\nnode: on\n").node());
    assertEquals(
        ":\n  - line 2: node is true or false, and has to be a text",
        fault("vault: https://a.example\nnode: true\n"));
  }

  @Test
  void the_region_of_a_signature_is_named_or_of_the_address_or_of_the_environment()
      throws IOException {
    String api = "vault: https://a1-vpce-2.execute-api.eu-west-1.amazonaws.com/live\nauth: aws\n";
    Map<String, String> environment = Map.of("AWS_REGION", "ap-south-1");
    assertEquals(new Auth.Aws("eu-west-1"), read(api, environment).auth());
    assertEquals(
        new Auth.Aws("ap-south-1"),
        read("vault: https://vault.example.com\nauth: aws\n", environment).auth());
    assertEquals(
        new Auth.Aws("us-gov-east-1"), read(api + "region: us-gov-east-1", environment).auth());
  }

  @Test
  void what_cannot_be_signed_for_is_refused() {
    assertEquals(
        ":\n  - line 2: auth is aws, and neither the vault's name nor AWS_REGION says where: add a"
            + " region, such as eu-west-1",
        fault("vault: https://vault.example.com\nauth: aws\n"));
    assertEquals(
        ":\n  - line 3: auth is aws, and there is a token_file: take one of them away\n"
            + "  - line 4: region is no region of AWS, such as eu-west-1",
        fault("vault: https://a.example\ntoken_file: /t\nauth: aws\nregion: here\n"));
    assertEquals(
        ":\n  - line 2: auth is none of [aws]\n  - line 3: region is for auth: aws alone",
        fault("vault: https://vault.example.com\nauth: basic\nregion: eu-west-1\n"));
  }

  private NodeConfig read(String yaml) throws IOException {
    return read(yaml, Map.of());
  }

  private NodeConfig read(String yaml, Map<String, String> environment) throws IOException {
    return NodeConfig.read(Files.writeString(folder.resolve("node.yaml"), yaml), environment);
  }

  private String fault(String yaml) {
    String message =
        String.valueOf(assertThrows(IllegalArgumentException.class, () -> read(yaml)).getMessage());
    return message.substring(message.indexOf("node.yaml") + "node.yaml".length());
  }
}
