package io.tapevault.event;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What happened: one audit event, as it came in, and the few fields that the vault acts on.
///
/// `json` is the event's own text, never changed. `session` and `uid` are null where the event has
/// none; `index` is its `ei`, 0 where it has none; `time` is its own, or the time of receipt where
/// it has none. `hash` is the SHA-256, in lower-case hex, of the event's canonical JSON.
public record AuditEvent(
    String json,
    String type,
    Instant time,
    @Nullable String uid,
    @Nullable String session,
    long index,
    String hash)
    implements Received {

  /// What makes two sendings the same event: the `uid`, or the content where there is none.
  public String identity() {
    return uid != null ? uid : hash;
  }

  /// Where the event is put first. An event outside of any session gets a partition of its own, as
  /// Teleport has it, but derived from its identity, so that a second sending meets the first.
  public EventKey key() {
    return new EventKey(session != null ? session : outside(identity()), index);
  }

  /// The partition of an event that is of no session.
  public static String outside(String identity) {
    return UUID.nameUUIDFromBytes(identity.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
