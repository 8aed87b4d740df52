package io.tapevault.recording;

import io.tapevault.recording.RecordedFields.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Tells when in a session an event was, in milliseconds from its start.
///
/// A recorder gives each print a delay, which goes on evenly when somebody sets the node's clock;
/// so a delay that grows is believed before the clock, and says how far the clock is off.
final class SessionClock {

  // A clock or a delay that is further off than any session lasts is not believed.
  private static final long LONGEST_SESSION = Duration.ofDays(366).toMillis();

  private @Nullable Instant start;
  private boolean started;
  private long correction;
  private long millis;

  private boolean printed;
  private boolean delaysGrow;
  private long firstPrint;
  private long firstDelay;
  private long lastDelay;

  long millis(RecordedFields fields) {
    if (fields.elapsedMillis.isPresent()) {
      return fields.elapsedMillis.getAsLong();
    }
    OptionalLong byClock = byClock(fields);
    millis =
        fields.kind == Kind.PRINT
            ? print(fields.delayMillis, byClock)
            : Math.max(0, byClock.orElse(millis) + (byClock.isPresent() ? correction : 0));
    return millis;
  }

  private long print(long recorded, OptionalLong byClock) {
    long delay = recorded < 0 || recorded > LONGEST_SESSION ? 0 : recorded;
    if (!printed) {
      printed = true;
      firstDelay = delay;
      lastDelay = delay;
      firstPrint = Math.max(0, byClock.orElse(millis));
      return firstPrint;
    }
    delaysGrow |= delay > firstDelay;
    boolean believed = delaysGrow && delay >= lastDelay;
    lastDelay = Math.max(lastDelay, delay);
    long byDelay = firstPrint + Math.max(0, delay - firstDelay);
    if (byClock.isEmpty()) {
      return byDelay;
    }
    if (believed) {
      correction = byDelay - byClock.getAsLong();
      return byDelay;
    }
    return Math.max(0, byClock.getAsLong() + correction);
  }

  private OptionalLong byClock(RecordedFields fields) {
    Instant time = fields.time;
    if (time == null) {
      return OptionalLong.empty();
    }
    boolean starts = fields.kind == Kind.START && !started;
    if (start == null || starts) {
      start = time;
    }
    started |= starts;
    long since = Duration.between(start, time).toMillis();
    return Math.abs(since) > LONGEST_SESSION ? OptionalLong.empty() : OptionalLong.of(since);
  }
}
