package io.tapevault.testkit.contract;

import io.tapevault.event.EventLog;
import io.tapevault.settings.Retention;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What every event log promises. A backend extends it, opens a log, and adds its own limits as
/// nested classes.
public abstract class EventLogContract
    implements AppendPromises,
        CollisionPromises,
        ContentPromises,
        SearchPromises,
        WherePromises,
        UidPromises,
        HistogramPromises,
        PagePromises,
        SessionPromises,
        SessionsPromises,
        RetentionPromises,
        EventLogProperties {

  private final MovableClock clock = new MovableClock(Events.NOON);
  private @Nullable EventLog log;

  /// A log with nothing in it, another one at each call.
  protected abstract EventLog open(InstantSource clock, Retention retention) throws Exception;

  @Override
  public final synchronized EventLog log() {
    if (log == null) {
      log = logThatKeeps(Retention.DEFAULT);
    }
    return log;
  }

  @Override
  public final EventLog logThatKeeps(Retention retention) {
    try {
      return open(clock, retention);
    } catch (Exception e) {
      throw new IllegalStateException("no log to test", e);
    }
  }

  @Override
  public abstract Optional<EventLog> denied();

  @Override
  public final MovableClock clock() {
    return clock;
  }
}
