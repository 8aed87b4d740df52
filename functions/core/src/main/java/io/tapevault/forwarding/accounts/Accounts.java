package io.tapevault.forwarding.accounts;

import io.tapevault.event.EventKey;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/// What became of every event at every SIEM, by the hour of the event.
///
/// *Durability*: what `note` returned for survives the loss of this process, and stays as long as
/// the event. *Idempotency*: an event counts once, however often it is noted, and the order of
/// noting makes no difference (see [Outcome]). *They add up*: what is stored and not noted waits.
/// An event that is noted and not in the log any more counts as stored. Many callers at a time.
/// Throws [io.tapevault.event.Unavailable] and [io.tapevault.event.NotPermitted].
public interface Accounts {

  void note(String sink, List<Settled> settled);

  /// The hours that begin before `to`, from the hour of `from` on, of which there is anything.
  AccountPage read(String sink, Instant from, Instant to);

  /// Whether an event of this hour is settled, as far as that was noted before.
  Predicate<EventKey> settled(String sink, Instant hour);
}
