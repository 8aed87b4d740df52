package io.tapevault.hold;

import io.tapevault.hold.Hold.Said;
import java.util.List;
import java.util.Optional;

/// Which sessions are held, and that their events stay past their retention, whenever they come.
///
/// *Durability* as of [io.tapevault.event.EventLog]. *Idempotency*: everything may be done again,
/// and goes on where it broke off. *Expiry*: when an event of a held session would have expired is
/// kept beside it, and counts again once it is let go. What has expired and is not deleted yet is
/// there again while it is held. *Delay*: an event that another process takes within ten seconds of
/// a hold is held when `keep` is called again.
///
/// Throws [io.tapevault.event.Unavailable] and [io.tapevault.event.NotPermitted].
public interface Holds {

  /// Holds the session, unless it is held. Answers the hold that it has now: the first one counts.
  Hold place(Hold hold);

  /// Says that the hold is over; the first to say so counts. Empty where there is no hold.
  Optional<Hold> release(String session, Said released);

  /// Also one that was released, until it is forgotten.
  Optional<Hold> find(String session);

  /// The holds behind that of the session `after`, which is empty at first, in an order of its own;
  /// at most `most`. An empty list is the end.
  List<Hold> list(String after, int most);

  /// Takes their expiry from the events that a held session has.
  void keep(String session);

  /// Gives the events of a session that was released their expiry back.
  void letGo(String session);

  /// Forgets a hold that was released, unless the session is held anew.
  void forget(String session);
}
