package io.tapevault.event;

/// An event in the log: where it lies, and whether its `uid` was there before with other content.
///
/// The log may give back its JSON with the members in another order and numbers spelled otherwise;
/// `hash` is the same.
public record StoredEvent(EventKey key, AuditEvent event, boolean conflict) {

  public Position position() {
    return new Position(event.time(), key);
  }
}
