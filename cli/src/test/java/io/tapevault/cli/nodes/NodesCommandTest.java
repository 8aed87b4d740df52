package io.tapevault.cli.nodes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tapevault.cli.Tapevault;
import io.tapevault.local.LocalVault;
import io.tapevault.local.config.LocalConfig;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NodesCommandTest {

  @TempDir private Path data;
  private StringWriter err = new StringWriter();
  private StringWriter out = new StringWriter();

  private int run(String... args) {
    err = new StringWriter();
    out = new StringWriter();
    return Tapevault.commandLine()
        .setErr(new PrintWriter(err, true))
        .setOut(new PrintWriter(out, true))
        .execute(args);
  }

  private int ls(LocalVault vault, String... more) {
    List<String> args = new ArrayList<>(List.of("nodes", "ls", "--vault", vault.uri().toString()));
    args.addAll(Arrays.asList(more));
    return run(args.toArray(String[]::new));
  }

  private static void post(URI vault, String events, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(vault.resolve("/v1/events"))
            .POST(HttpRequest.BodyPublishers.ofString(events));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try (HttpClient http = HttpClient.newHttpClient()) {
      assertEquals(
          200, http.send(request.build(), HttpResponse.BodyHandlers.ofString()).statusCode());
    }
  }

  private static String heartbeat(String node, String more) {
    return "{\"event\":\"tapevault.node.heartbeat\",\"node\":\"" + node + "\"" + more + "}";
  }

  @Test
  void every_node_is_a_row_and_its_troubles_are_below_it() throws Exception {
    try (LocalVault vault = LocalVault.start(LocalConfig.defaults(data), data, 0)) {
      assertEquals(0, ls(vault));
      assertEquals(1, out.toString().lines().count());
      post(vault.uri(), heartbeat("web-2", ",\"audit\":{\"pending\":3,\"oldest_seconds\":90}"));
      assertEquals(0, ls(vault));
      post(vault.uri(), heartbeat("web-1", ",\"troubles\":[\"no\\u001b[2Jroom\"]"));
      assertEquals(4, ls(vault));
      List<String> lines = out.toString().lines().toList();
      assertEquals(4, lines.size(), out.toString());
      assertTrue(lines.get(1).matches("web-1 +troubled +20\\S+Z +0 +0 s +0 *"), lines.get(1));
      assertTrue(lines.get(2).startsWith("  ! no"), lines.get(2));
      assertTrue(lines.get(2).chars().noneMatch(c -> c == 27), lines.get(2));
      assertTrue(lines.get(3).matches("web-2 +well +20\\S+Z +3 +90 s +0 *"), lines.get(3));
    }
  }

  @Test
  void all_pages_are_read_and_the_token_is_shown() throws Exception {
    Path token = data.resolve("token");
    try (LocalVault vault = LocalVault.start(LocalConfig.defaults(data), data, 0, token)) {
      assertEquals(1, ls(vault));
      assertTrue(err.toString().contains("answered 401 to /v1/nodes: "), err.toString());
      post(
          vault.uri(),
          IntStream.range(0, 301)
              .mapToObj(i -> heartbeat("node-" + i, ""))
              .collect(Collectors.joining("\n")),
          "authorization",
          "Bearer " + Files.readString(token).strip());
      assertEquals(0, ls(vault, "--token-file", token.toString(), "--output", "json"));
      assertEquals(301, new ObjectMapper().readTree(out.toString()).path("nodes").size());
    }
  }

  @Test
  void a_vault_that_does_not_answer_is_said() {
    assertEquals(1, run("nodes", "ls", "--vault", "http://127.0.0.1:1"));
    assertTrue(
        err.toString().startsWith("tapevault: http://127.0.0.1:1 does not answer: "),
        err.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "nodes, Missing required subcommand",
    "nodes ls --output yaml, Invalid value for option '--output'",
    "nodes ls --auth basic, Invalid value for option '--auth'",
    "nodes ls --vault https://a --auth aws --region r --token-file t, --auth and --token-file",
  })
  void what_is_not_used_rightly_is_said(String args, String message) {
    assertEquals(2, run(args.split(" ", -1)));
    assertTrue(err.toString().startsWith(message), err.toString());
  }
}
