package io.tapevault.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tapevault.node.vault.VaultClient;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ServedConfigTest {

  private final Deque<VaultClient.Answer> answers = new ArrayDeque<>();
  private final List<String> asked = new ArrayList<>();
  private final List<String> log = new ArrayList<>();
  private final ServedConfig config = new ServedConfig(new Vault(), log::add, new Random(1));

  @Test
  void what_the_vault_serves_is_taken_and_waited_for_after_that() throws Exception {
    String proxy =
        """
        {"version":"7","session_recording":"proxy","audit_sessions_uri":"file:///srv/rec",
         "upload":{"parallel":2,"max_bytes_per_second":1000,"x":[1]},"grace_period":"2h",
         "keep_for":"30s","more":{"a":[]}}\
        """;
    answers.add(said(200, proxy, Map.of("etag", "\"7\"")));
    answers.add(said(304, "", Map.of("etag", "\"7\"")));
    answers.add(said(200, "{\"session_recording\":\"off\"}", Map.of("etag", "\"8\"")));
    assertEquals(Optional.empty(), config.now());
    config.ask();
    Served first =
        new Served(
            Served.Mode.PROXY,
            Optional.of(Path.of("/srv/rec")),
            2,
            1000,
            Duration.ofHours(2),
            Duration.ofSeconds(30));
    assertEquals(Optional.of(first), config.now());
    config.ask();
    assertEquals(Optional.of(first), config.now());
    config.ask();
    assertEquals(Served.Mode.OFF, config.now().get().mode());
    assertEquals(
        List.of("/v1/config", "/v1/config?wait=20s \"7\"", "/v1/config?wait=20s \"7\""), asked);
    assertEquals(
        List.of(
            "the vault's configuration: session_recording proxy, 2 uploads at once into /srv/rec",
            "the vault's configuration: session_recording off, 4 uploads at once"),
        log);
  }

  @Test
  void a_vault_that_serves_none_is_one_where_nodes_record() throws Exception {
    answers.add(said(404, "", Map.of()));
    config.ask();
    assertEquals(Optional.of(Served.DEFAULT), config.now());
    assertEquals(Optional.empty(), config.trouble());
  }

  @Test
  void what_cannot_be_read_or_had_is_told_and_changes_nothing() throws Exception {
    answers.add(said(200, "{\"session_recording\":\"proxy\"}", Map.of("etag", "\"1\"")));
    config.ask();
    Optional<Served> before = config.now();
    for (String bad :
        List.of(
            "<html>",
            "{\"session_recording\":\"maybe\"}",
            "{\"session_recording\":false}",
            "{\"upload\":{\"parallel\":1.5}}",
            "{\"upload\":{\"parallel\":99999999999999999999}}",
            "{\"grace_period\":\"soon\"}",
            "{\"audit_sessions_uri\":\"file://host/x\"}",
            "{\"audit_sessions_uri\":\"::\"}",
            "{\"session_recording\":\"off\"",
            "")) {
      answers.add(said(200, bad, Map.of()));
      config.ask();
      assertEquals(before, config.now(), bad);
      String trouble = config.trouble().orElse("none for " + bad);
      assertEquals(
          "the vault's configuration is not known anew: what it serves cannot be used",
          trouble.substring(0, trouble.lastIndexOf("used") + 4));
    }
    answers.add(said(503, "", Map.of()));
    config.ask();
    assertEquals(
        Optional.of("the vault's configuration is not known anew: the vault answers 503"),
        config.trouble());
    answers.add(new VaultClient.Answer.Unanswered("nobody"));
    config.ask();
    assertEquals(
        Optional.of("the vault's configuration is not known anew: nobody"), config.trouble());
    answers.add(said(304, "", Map.of()));
    config.ask();
    assertEquals(Optional.empty(), config.trouble());
    assertEquals(before, config.now());
  }

  private static VaultClient.Answer said(int status, String body, Map<String, String> headers) {
    return new VaultClient.Answer.Said(status, headers, body, Optional.empty());
  }

  private final class Vault implements VaultClient {
    @Override
    public Answer ask(String method, String path, Map<String, String> headers, byte[] body) {
      asked.add((path + " " + headers.getOrDefault("if-none-match", "")).strip());
      return answers.remove();
    }

    @Override
    public Answer send(String method, URI url, Map<String, String> headers, BodyPublisher body) {
      throw new IllegalStateException("no ticket was asked for");
    }
  }
}
