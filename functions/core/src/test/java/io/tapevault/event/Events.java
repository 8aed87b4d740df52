package io.tapevault.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Events for tests of this package.
final class Events {

  static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private Events() {}

  static AuditEvent event(@Nullable String uid, @Nullable String session, long index, String hash) {
    return new AuditEvent("{}", "user.login", NOON, uid, session, index, hash);
  }

  static StoredEvent stored(Instant time, String session, long index, String json) {
    AuditEvent event =
        new AuditEvent(json, "user.login", time, null, session, index, session + index);
    return new StoredEvent(event.key(), event, false);
  }
}
