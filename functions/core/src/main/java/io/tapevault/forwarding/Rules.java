package io.tapevault.forwarding;

import io.tapevault.event.StoredEvent;
import java.util.Optional;

/// What one SIEM gets of the log, and how it is written. Never throws because of an event.
public final class Rules {

  /// Every event as the log has it.
  public static final Rules RAW = new Rules();

  private Rules() {}

  /// Empty where the SIEM is not to have the event.
  public Optional<Outgoing> outgoing(StoredEvent stored) {
    return Optional.of(new Outgoing(stored, redacted(stored)));
  }

  /// The event's JSON without what the SIEM must not see.
  public String redacted(StoredEvent stored) {
    return stored.event().json();
  }
}
