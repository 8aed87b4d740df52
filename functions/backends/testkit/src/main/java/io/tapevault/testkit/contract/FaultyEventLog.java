package io.tapevault.testkit.contract;

import io.tapevault.event.Appended;
import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventKey;
import io.tapevault.event.EventLog;
import io.tapevault.event.EventPage;
import io.tapevault.event.EventQuery;
import io.tapevault.event.Histogram;
import io.tapevault.event.Position;
import io.tapevault.event.StoredEvent;
import io.tapevault.event.Unavailable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A log that fails when it is told to, in the two ways in which a log can: before it stored
/// anything, and after. Each fault befalls one call, in the order in which the faults were asked
/// for; the calls behind them work.
public final class FaultyEventLog implements EventLog {

  private static final int EVERYTHING = Integer.MAX_VALUE;
  private static final int WORKS = -1;
  private static final int TRIES = 100;

  private final EventLog log;
  private final Queue<Integer> faults = new ArrayDeque<>();

  public FaultyEventLog(EventLog log) {
    this.log = log;
  }

  /// The next call works.
  public FaultyEventLog working() {
    faults.add(WORKS);
    return this;
  }

  /// The next call fails, and stores nothing.
  public FaultyEventLog failing() {
    return failingAfterPersisting(0);
  }

  /// The next call fails, after everything was stored.
  public FaultyEventLog failingAfterPersisting() {
    return failingAfterPersisting(EVERYTHING);
  }

  /// The next call fails, after the first events were stored.
  public FaultyEventLog failingAfterPersisting(int events) {
    faults.add(events);
    return this;
  }

  @Override
  public List<Appended> append(List<AuditEvent> events) {
    Integer fault = faults.poll();
    if (fault == null || fault == WORKS) {
      return log.append(events);
    }
    log.append(events.subList(0, Math.min(fault, events.size())));
    throw new Unavailable("as the test asked");
  }

  @Override
  public EventPage search(EventQuery query, @Nullable Position after, int limit) {
    return read(() -> log.search(query, after, limit));
  }

  @Override
  public EventPage session(
      String session, EventQuery.Order order, @Nullable Long after, int limit) {
    return read(() -> log.session(session, order, after, limit));
  }

  @Override
  public Histogram histogram(EventQuery query, Duration step) {
    return read(() -> log.histogram(query, step));
  }

  @Override
  public List<StoredEvent> find(List<EventKey> keys) {
    return read(() -> log.find(keys));
  }

  private <T> T read(Supplier<T> call) {
    Integer fault = faults.poll();
    if (fault != null && fault != WORKS) {
      throw new Unavailable("as the test asked");
    }
    return call.get();
  }

  /// Calls again for as long as the log is too busy, as every caller does.
  static <T> T untilDone(Supplier<T> call) throws InterruptedException {
    for (int attempt = 1; attempt < TRIES; attempt++) {
      try {
        return call.get();
      } catch (Unavailable busy) {
        Thread.sleep(10);
      }
    }
    return call.get();
  }
}
