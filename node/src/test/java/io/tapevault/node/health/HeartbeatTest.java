package io.tapevault.node.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.node.vault.VaultClient;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class HeartbeatTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private VaultClient.Answer answer = new VaultClient.Answer.Unanswered("no connection");
  private final Heartbeat heartbeat =
      new Heartbeat(
          new VaultClient() {
            @Override
            public Answer ask(
                String method, String path, Map<String, String> headers, byte[] body) {
              return answer;
            }

            @Override
            public Answer send(
                String method, URI url, Map<String, String> headers, BodyPublisher body) {
              throw new AssertionError("it has nothing to upload");
            }
          },
          () ->
              new Report(
                  "web-1",
                  Instant.EPOCH,
                  Duration.ZERO,
                  new TreeMap<>(),
                  new Report.Traffic(0, 0, List.of())),
          new Random(1));

  @Test
  void a_vault_that_is_not_up_yet_hears_of_the_node_soon_after_it_is() throws InterruptedException {
    for (int failures = 0; failures < 3; failures++) {
      Duration wait = heartbeat.beat();
      assertTrue(wait.compareTo(Duration.ofSeconds(1L << failures)) <= 0, wait.toString());
    }
    answer = new VaultClient.Answer.Said(200, Map.of(), "", Optional.empty());
    assertEquals(MINUTE, heartbeat.beat());
  }

  @Test
  void a_vault_that_takes_none_is_asked_once_a_minute_at_last_and_never_sooner_than_it_says()
      throws InterruptedException {
    for (int failures = 0; failures < 100; failures++) {
      assertTrue(heartbeat.beat().compareTo(MINUTE) <= 0);
    }
    Duration asked = Duration.ofMinutes(10);
    answer = new VaultClient.Answer.Said(503, Map.of(), "", Optional.of(asked));
    assertEquals(asked, heartbeat.beat());
  }
}
