package io.tapevault.testkit.memory;

import io.tapevault.hold.Hold;
import io.tapevault.hold.Hold.Said;
import io.tapevault.hold.Holds;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// The holds of a log in the heap.
public final class MemoryHolds implements Holds {

  private final MemoryEventLog log;
  private final NavigableMap<String, Hold> holds = new TreeMap<>();

  public MemoryHolds(MemoryEventLog log) {
    this.log = log;
  }

  @Override
  public synchronized Hold place(Hold hold) {
    Hold there = holds.merge(hold.session(), hold, (old, added) -> old.isReleased() ? added : old);
    log.hold(hold.session(), true);
    return there;
  }

  @Override
  public synchronized Optional<Hold> release(String session, Said released) {
    return Optional.ofNullable(
        holds.computeIfPresent(
            session, (none, hold) -> hold.isReleased() ? hold : hold.released(released)));
  }

  @Override
  public synchronized Optional<Hold> find(String session) {
    return Optional.ofNullable(holds.get(session));
  }

  @Override
  public synchronized List<Hold> list(String after, int most) {
    return holds.tailMap(after, false).values().stream().limit(most).toList();
  }

  @Override
  public void keep(String session) {
    // The log asks whenever it is read.
  }

  @Override
  public synchronized void letGo(String session) {
    log.hold(session, false);
  }

  @Override
  public synchronized void forget(String session) {
    holds.computeIfPresent(session, (none, hold) -> hold.isReleased() ? null : hold);
  }
}
