package io.tapevault.event;

import java.time.Instant;
import java.util.Set;

/// Which events: `from` inclusive, `to` exclusive, of one of the types; no types means every type.
public record EventQuery(Instant from, Instant to, Set<String> types, Order order) {

  /// By time, then by key.
  public enum Order {
    ASCENDING,
    DESCENDING
  }

  public EventQuery {
    types = Set.copyOf(types);
  }

  public boolean wants(AuditEvent event) {
    return !event.time().isBefore(from)
        && event.time().isBefore(to)
        && (types.isEmpty() || types.contains(event.type()));
  }
}
