package io.tapevault.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.local.config.LocalConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// How SIEMs are, as an operator asks a vault on one machine.
@Timeout(120)
final class SinksTest {

  @TempDir private Path data;

  private LocalVault vault(SinkSpec siem) throws Exception {
    return LocalVault.start(LocalConfig.defaults(data).with(siem), data, 0);
  }

  private static String events(String prefix, int count) {
    StringBuilder lines = new StringBuilder();
    String now = Instant.now().toString();
    for (int i = 0; i < count; i++) {
      lines
          .append("{\"event\":\"a\",\"time\":\"")
          .append(now)
          .append("\",\"uid\":\"")
          .append(prefix)
          .append(i)
          .append("\"}\n");
    }
    return lines.toString();
  }

  private static JsonNode await(Client client, Predicate<JsonNode> wanted) throws Exception {
    JsonNode last = client.get("/v1/sinks/soc").json();
    for (int i = 0; i < 400 && !wanted.test(last); i++) {
      Thread.sleep(100);
      last = client.get("/v1/sinks/soc").json();
    }
    assertTrue(wanted.test(last), last.toString());
    return last;
  }

  @Test
  void what_was_delivered_and_parked_is_counted_also_after_a_restart() throws Exception {
    try (Siem siem =
        Siem.start(batch ->
            batch.stream().anyMatch(e -> e.path("uid").asText().equals("a7")) ? 422 : 200)) {
      try (LocalVault vault = vault(siem.named("soc"))) {
        Client client = new Client(vault.uri());
        client.post("/v1/events", events("a", 20));
        JsonNode all = await(client, sink -> sink.path("waiting").asLong() == 0);
        assertEquals(
            List.of(20L, 19L, 1L),
            List.of(
                all.path("stored").asLong(),
                all.path("delivered").asLong(),
                all.path("parked").asLong()));
      }
      try (LocalVault vault = vault(siem.named("soc"))) {
        JsonNode again = new Client(vault.uri()).get("/v1/sinks/soc").json();
        assertEquals(19, again.path("delivered").asLong());
        assertEquals(1, again.path("parked").asLong());
      }
    }
  }

  @Test
  void a_siem_that_refuses_everything_is_down_and_comes_back_and_both_are_events()
      throws Exception {
    AtomicInteger status = new AtomicInteger(400);
    try (Siem siem = Siem.start(batch -> status.get());
        LocalVault vault = vault(siem.named("soc"))) {
      Client client = new Client(vault.uri());
      client.post("/v1/events", events("a", 5));
      JsonNode down = await(client, sink -> sink.path("state").asText().equals("down"));
      assertTrue(down.path("why").asText().startsWith("it refuses everything"), down::toString);
      assertEquals(
          List.of("down"), client.get("/v1/sinks").json().path("sinks").findValuesAsText("state"));
      status.set(200);
      // Both are told to the SIEM too.
      await(
          client,
          sink -> sink.path("state").asText().equals("up") && sink.path("delivered").asLong() == 7);
      List<String> told =
          client.search("/v1/events?type=tapevault.sink.down,tapevault.sink.up", 10).stream()
              .map(event -> event.path("event").asText() + " " + event.path("sink").asText())
              .toList();
      assertEquals(List.of("tapevault.sink.down soc", "tapevault.sink.up soc"), told);
    }
  }

  @Test
  void a_replay_sends_again_and_counts_nothing_twice() throws Exception {
    AtomicInteger taken = new AtomicInteger();
    try (Siem siem =
            Siem.start(batch -> {
              taken.addAndGet(batch.size());
              return 200;
            });
        LocalVault vault = vault(siem.named("soc"))) {
      Client client = new Client(vault.uri());
      client.post("/v1/events", events("a", 30));
      await(client, sink -> sink.path("delivered").asLong() == 30);
      String range = "?from=" + Instant.now().minus(Duration.ofHours(1));
      assertEquals(
          202, client.post("/v1/sinks/soc/replays" + range + "&only_missing=true", "").status());
      await(client, sink -> sink.path("replays").isEmpty());
      assertEquals(30, taken.get(), "nothing is missing");
      assertEquals(202, client.post("/v1/sinks/soc/replays" + range, "").status());
      JsonNode after = await(client, sink -> sink.path("replays").isEmpty() && taken.get() == 60);
      assertEquals(
          List.of(30L, 30L),
          List.of(after.path("stored").asLong(), after.path("delivered").asLong()));
    }
  }
}
