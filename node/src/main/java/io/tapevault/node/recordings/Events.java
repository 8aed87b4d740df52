package io.tapevault.node.recordings;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.json.Json;
import io.tapevault.node.recordings.spool.Found;
import io.tapevault.node.recordings.store.Store.Outcome;
import io.tapevault.node.vault.VaultClient;
import io.tapevault.node.vault.VaultClient.Answer.Said;
import io.tapevault.node.vault.VaultClient.Answer.Unanswered;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// What a node tells about a recording, as audit events. The same recording always gives the same
/// event, which the vault stores once.
public final class Events {

  /// Whoever recorded it did not end it: what there was, was uploaded.
  static final String TRUNCATED = "recording.truncated";

  /// The session has another recording already; ours is in quarantine.
  static final String CONFLICT = "recording.conflict";

  private static final Map<String, String> HEADERS = Map.of("content-type", "application/json");

  private final VaultClient client;
  private final String node;

  public Events(VaultClient client, String node) {
    this.client = client;
    this.node = node;
  }

  /// Says why, where the vault did not take it.
  Optional<Outcome.TryAgain> tell(String type, Found found, Entry entry)
      throws InterruptedException {
    return switch (client.ask("POST", "/v1/events", HEADERS, json(type, found, entry))) {
      case Said said when said.success() -> Optional.empty();
      case Said said ->
          Optional.of(
              new Outcome.TryAgain(
                  "the vault answers " + said.status() + " to the event " + type,
                  true,
                  said.after().orElse(Duration.ZERO)));
      case Unanswered(String why) -> Optional.of(new Outcome.TryAgain(why, true, Duration.ZERO));
    };
  }

  private byte[] json(String type, Found found, Entry entry) {
    String identity = type + '/' + found.sid() + '/' + entry.digest().sha256();
    return Json.object(json -> {
      json.writeStringField("event", type);
      json.writeStringField("uid", UUID.nameUUIDFromBytes(identity.getBytes(UTF_8)).toString());
      json.writeStringField("time", found.newest().toString());
      json.writeStringField("sid", found.sid().value());
      json.writeStringField("node", node);
      json.writeNumberField("size", entry.digest().size());
      json.writeStringField("sha256", entry.digest().sha256());
    });
  }
}
