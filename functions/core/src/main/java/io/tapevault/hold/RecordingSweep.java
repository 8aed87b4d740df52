package io.tapevault.hold;

import io.tapevault.event.EventLog;
import io.tapevault.recording.ObjectStore.Listed;
import io.tapevault.settings.Retention;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Removes the recordings whose retention is over, but for those of sessions that are held. Each is
/// an event, before it goes.
///
/// Where more than a tenth of all has expired at once, the clock may be wrong: then nothing goes
/// before it has said so for a while.
public final class RecordingSweep {

  private static final int SHARE = 10;
  private static final int PAGE = 10_000;

  private final ExpiringRecordings recordings;
  private final Holds holds;
  private final EventLog log;
  private final Duration doubt;
  private @Nullable Instant since;

  /// `doubt` is for how long a clock has to say that very much has expired; nought where it is
  /// believed.
  public RecordingSweep(ExpiringRecordings recordings, Holds holds, EventLog log, Duration doubt) {
    this.recordings = recordings;
    this.holds = holds;
    this.log = log;
    this.doubt = doubt;
  }

  /// Who listens, and whether there is time left.
  public record Watched(
      Consumer<String> warn, Consumer<Exception> failed, BooleanSupplier timeLeft) {}

  /// Answers how many went. One that fails costs no other one its turn.
  public int run(Instant now, Retention kept, Watched watched) {
    if (!(kept.now() instanceof Retention.For(Duration duration))) {
      return 0;
    }
    Instant end = now.minus(duration);
    if (isDoubted(now, end, watched)) {
      return 0;
    }
    int gone = 0;
    for (List<Listed> page = recordings.recordings("", PAGE);
        !page.isEmpty();
        page = recordings.recordings(page.getLast().sid().value(), PAGE)) {
      for (Listed one : page) {
        if (!watched.timeLeft().getAsBoolean()) {
          return gone;
        }
        gone += removed(one, now, duration, watched) ? 1 : 0;
      }
    }
    removeWhatIsLeft(watched);
    return gone;
  }

  private void removeWhatIsLeft(Watched watched) {
    try {
      recordings.removeWhatIsLeft(watched.timeLeft());
    } catch (RuntimeException e) {
      watched.failed().accept(e);
    }
  }

  private boolean removed(Listed one, Instant now, Duration kept, Watched watched) {
    Instant end = now.minus(kept);
    if (one.written().isAfter(end)) {
      return false;
    }
    try {
      Optional<Hold> held =
          holds.find(one.sid().session().value()).filter(hold -> !hold.isReleased());
      if (held.isPresent() || recordings.isLocked(one.sid(), now)) {
        return false;
      }
      log.append(List.of(ExpiredEvent.of(one, one.written().plus(kept))));
      recordings.remove(one.sid(), end);
      return true;
    } catch (RuntimeException e) {
      watched.failed().accept(e);
      return false;
    }
  }

  private boolean isDoubted(Instant now, Instant end, Watched watched) {
    if (doubt.isZero()) {
      return false;
    }
    long all = 0;
    long expired = 0;
    for (List<Listed> page = recordings.recordings("", PAGE);
        !page.isEmpty();
        page = recordings.recordings(page.getLast().sid().value(), PAGE)) {
      all += page.size();
      expired += page.stream().filter(one -> !one.written().isAfter(end)).count();
    }
    if (expired * SHARE <= all) {
      since = null;
      return false;
    }
    if (since == null || now.isBefore(since)) {
      since = now;
    }
    Instant certain = since.plus(doubt);
    if (!now.isBefore(certain)) {
      return false;
    }
    watched
        .warn()
        .accept(
            "%d of %d recordings have expired at once; if the clock is right (%s), they go from %s on"
                .formatted(expired, all, now, certain));
    return true;
  }
}
