package io.tapevault.forwarding;

import io.tapevault.event.StoredEvent;
import io.tapevault.forwarding.accounts.Settled;
import java.util.List;

/// What was stored, in the order of storing, and how far each SIEM has come: a queue per SIEM on
/// one machine.
///
/// A SIEM that is named for the first time begins with the oldest event, unless `begin` says
/// otherwise. An event that expires while it waits is handed out for as long as the log still has
/// it. `done` is durable when it returns. Throws [io.tapevault.event.Unavailable].
public interface EventFeed {

  /// Where this SIEM begins, if it has neither had anything nor been told so before.
  void begin(String sink, Begin from);

  /// The first events that this SIEM has not had, at most `limit`.
  List<Entry> pending(String sink, int limit);

  /// How many events this SIEM has not had.
  long waiting(String sink);

  /// This SIEM has had everything up to and including `sequence`; of that, `settled` are noted at
  /// the same moment (see [io.tapevault.forwarding.accounts.Accounts]).
  void done(String sink, long sequence, List<Settled> settled);

  /// An event and its place in the order of storing.
  record Entry(long sequence, StoredEvent event) {}
}
