package io.tapevault.event;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Every event that was accepted, until its retention ends.
///
/// *Durability*: what `append` answered for survives the loss of this process. *Nothing is
/// overwritten*: every put is conditional (see [Placement]). *Idempotency*: appending the same
/// event again stores nothing and says so; after an exception any of the events may have been
/// stored, and all may be appended again. *Retention*: an event expires its retention after it was
/// written; reads leave out what has expired, whether or not it has been deleted. *Reads see* every
/// append that has been answered; only `search` may be moments behind, where an index of the store
/// is.
///
/// Every method throws [Unavailable] when the log cannot be reached or is too busy; then the caller
/// tries again later; [NotPermitted] where a permission is missing.
public interface EventLog {

  /// Puts the events into the log, those of one session in the order given. Answers in the same
  /// order.
  List<Appended> append(List<AuditEvent> events);

  /// The first events of the query behind `after`, by time and then by key; at most `limit`.
  EventPage search(EventQuery query, @Nullable Position after, int limit);

  /// The first events of one session behind the index `after`, by index; at most `limit`.
  EventPage session(String session, EventQuery.Order order, @Nullable Long after, int limit);

  /// How many events of the query there are of each type, in steps; its order says nothing. Its
  /// times and the step are whole seconds.
  Histogram histogram(EventQuery query, Duration step);

  /// The events at these keys, in this order; those that are not there are left out.
  List<StoredEvent> find(List<EventKey> keys);
}
