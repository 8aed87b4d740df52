package io.tapevault.event;

import java.time.Instant;
import java.util.Set;

/// Which events: `from` inclusive, `to` exclusive, of one of the types; no types means every type;
/// and of those the ones where `where` holds.
public record EventQuery(Instant from, Instant to, Set<String> types, Order order, Where where) {

  /// By time, then by key.
  public enum Order {
    ASCENDING,
    DESCENDING
  }

  public EventQuery {
    types = Set.copyOf(types);
  }

  public EventQuery(Instant from, Instant to, Set<String> types, Order order) {
    this(from, to, types, order, Where.ANYTHING);
  }

  /// If all events of these types and this time are asked for.
  public boolean wantsAll() {
    return where.equals(Where.ANYTHING);
  }

  public boolean wants(AuditEvent event) {
    return !event.time().isBefore(from)
        && event.time().isBefore(to)
        && (types.isEmpty() || types.contains(event.type()))
        && where.holds(event.json());
  }
}
