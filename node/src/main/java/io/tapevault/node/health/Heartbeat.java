package io.tapevault.node.health;

import io.tapevault.json.Json;
import io.tapevault.node.vault.VaultClient;
import io.tapevault.node.vault.VaultClient.Answer.Said;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/// Tells the vault every minute that the node is there and how it is, as an event: who hears none
/// for a while knows that the node fell silent. What the vault does not take is not told later.
public final class Heartbeat {

  /// The event's type.
  public static final String TYPE = "tapevault.node.heartbeat";

  private static final Duration EVERY = Duration.ofMinutes(1);

  private final VaultClient vault;
  private final Supplier<Report> report;

  public Heartbeat(VaultClient vault, Supplier<Report> report) {
    this.vault = vault;
    this.report = report;
  }

  /// Until the thread is interrupted.
  public void run() {
    try {
      while (true) {
        beat();
        Thread.sleep(EVERY);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Answers whether the vault took it.
  boolean beat() throws InterruptedException {
    byte[] event =
        Json.object(json -> {
          json.writeStringField("event", TYPE);
          json.writeStringField("uid", UUID.randomUUID().toString());
          report.get().writeTo(json);
        });
    return vault.ask("POST", "/v1/events", Map.of("content-type", "application/json"), event)
            instanceof Said said
        && said.success();
  }
}
