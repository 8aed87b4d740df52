package io.tapevault.node.health;

import io.tapevault.json.Json;
import io.tapevault.node.vault.Backoff;
import io.tapevault.node.vault.VaultClient;
import io.tapevault.node.vault.VaultClient.Answer.Said;
import io.tapevault.node.vault.VaultClient.Answer.Unanswered;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Tells the vault every minute that the node is there and how it is, as an event: who hears none
/// for a while knows that the node fell silent. Where the vault does not take it, how the node is
/// then is told sooner.
public final class Heartbeat {

  /// The event's type.
  public static final String TYPE = "tapevault.node.heartbeat";

  private static final Map<String, String> HEADERS = Map.of("content-type", "application/json");
  private static final Duration EVERY = Duration.ofMinutes(1);

  private final VaultClient vault;
  private final Supplier<Report> report;
  private final Backoff backoff;

  public Heartbeat(VaultClient vault, Supplier<Report> report, RandomGenerator random) {
    this.vault = vault;
    this.report = report;
    this.backoff = new Backoff(Duration.ofSeconds(1), EVERY, random);
  }

  /// Until the thread is interrupted.
  public void run(Turns turns) throws InterruptedException {
    while (true) {
      Thread.sleep(turns.take(this::beat));
    }
  }

  /// Answers when the next is due.
  Duration beat() throws InterruptedException {
    byte[] event =
        Json.object(json -> {
          json.writeStringField("event", TYPE);
          json.writeStringField("uid", UUID.randomUUID().toString());
          report.get().writeTo(json);
        });
    return switch (vault.ask("POST", "/v1/events", HEADERS, event)) {
      case Said said when said.success() -> {
        backoff.succeeded();
        yield EVERY;
      }
      case Said said -> backoff.failed(said.after().orElse(Duration.ZERO));
      case Unanswered(_) -> backoff.failed(Duration.ZERO);
    };
  }
}
