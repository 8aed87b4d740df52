package io.tapevault.search;

import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventLog;
import io.tapevault.event.EventPage;
import io.tapevault.event.EventQuery;
import io.tapevault.event.EventQuery.Order;
import io.tapevault.event.StoredEvent;
import io.tapevault.predicate.Condition;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finds one event by its `uid`, which is no key of the log: where an event outside of any session
/// would lie, one look is enough; all others are looked for by time, the newest first, for as long
/// as a search may take.
public final class EventByUid {

  // As many as Placement puts of one identity, and more.
  private static final int ALIKE = 100;

  private final EventLog log;

  public EventByUid(EventLog log) {
    this.log = log;
  }

  /// What was found.
  public sealed interface Looked {
    /// Of several that have this `uid`, one that is not kept as a contradiction.
    record Found(StoredEvent event) implements Looked {}

    record NotThere() implements Looked {}

    /// No event from this moment on has it; what was before was not looked at.
    record NotSince(Instant time) implements Looked {}
  }

  /// `from` and `to` say where to look for an event of a session.
  public Looked find(String uid, Instant from, Instant to) {
    Optional<StoredEvent> outside = outside(uid);
    if (outside.isPresent()) {
      return new Looked.Found(outside.get());
    }
    Condition sought = new Condition.In("uid", List.of(uid));
    EventPage page =
        log.search(new EventQuery(from, to, Set.of(), Order.DESCENDING, sought), null, 1);
    return page.events().stream()
        .findFirst()
        .<Looked>map(event -> new Looked.Found(first(event)))
        .orElseGet(() ->
            page.end() == null ? new Looked.NotThere() : new Looked.NotSince(page.end().time()));
  }

  private Optional<StoredEvent> outside(String uid) {
    String session = AuditEvent.outside(uid);
    return log.session(session, Order.ASCENDING, null, ALIKE).events().stream()
        .filter(stored -> stored.event().session() == null)
        .filter(stored -> stored.event().identity().equals(uid))
        .min(Comparator.comparing(StoredEvent::conflict).thenComparing(StoredEvent::position));
  }

  /// Who came later with another content and the same `uid` hides nobody who was there before.
  private StoredEvent first(StoredEvent found) {
    return found.conflict()
        ? log.find(List.of(found.event().key())).stream()
            .filter(one -> one.event().identity().equals(found.event().identity()))
            .findFirst()
            .orElse(found)
        : found;
  }
}
