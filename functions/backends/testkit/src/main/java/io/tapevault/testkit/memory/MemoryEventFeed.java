package io.tapevault.testkit.memory;

import io.tapevault.forwarding.Begin;
import io.tapevault.forwarding.EventFeed;
import io.tapevault.forwarding.accounts.Outcome;
import io.tapevault.forwarding.accounts.Settled;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The feed of a log in the heap. It can be away.
public final class MemoryEventFeed implements EventFeed {

  private final MemoryEventLog log;
  private final MemoryAccounts accounts;
  private final Map<String, Long> done = new ConcurrentHashMap<>();
  private volatile @Nullable RuntimeException trouble;

  public MemoryEventFeed(MemoryEventLog log) {
    this.log = log;
    this.accounts = new MemoryAccounts(log);
  }

  /// What was noted with `done`, and besides.
  public MemoryAccounts accounts() {
    return accounts;
  }

  /// From now on it throws this, or nothing where it is null.
  public MemoryEventFeed failing(@Nullable RuntimeException failure) {
    trouble = failure;
    return this;
  }

  @Override
  public void begin(String sink, Begin from) {
    fail();
    List<MemoryEventLog.Held> all = log.writtenAfter(0);
    long end = all.isEmpty() ? 0 : all.getLast().sequence();
    long before =
        switch (from) {
          case Begin.Oldest oldest -> 0;
          case Begin.Now now -> end;
          case Begin.At at ->
              all.stream()
                  .filter(held -> !held.stored().event().time().isBefore(at.time()))
                  .mapToLong(held -> held.sequence() - 1)
                  .findFirst()
                  .orElse(end);
        };
    if (done.putIfAbsent(sink, before) == null) {
      accounts.note(
          sink,
          all.stream()
              .filter(held -> held.sequence() <= before)
              .map(held -> Settled.of(held.stored(), Outcome.EXCLUDED))
              .toList());
    }
  }

  @Override
  public List<Entry> pending(String sink, int limit) {
    return after(sink).stream()
        .limit(limit)
        .map(held -> new Entry(held.sequence(), held.stored()))
        .toList();
  }

  @Override
  public long waiting(String sink) {
    return after(sink).size();
  }

  private List<MemoryEventLog.Held> after(String sink) {
    fail();
    return log.writtenAfter(done.getOrDefault(sink, 0L));
  }

  @Override
  public void done(String sink, long sequence, List<Settled> settled) {
    fail();
    accounts.note(sink, settled);
    done.merge(sink, sequence, Math::max);
  }

  private void fail() {
    RuntimeException failure = trouble;
    if (failure != null) {
      throw failure;
    }
  }
}
