package io.tapevault.recording.asciicast;

import com.fasterxml.jackson.core.JsonParser;
import io.tapevault.recording.Damaged;
import io.tapevault.recording.RecordedFields;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Where a cast has got to. Delays are added up in nanoseconds, so that many short ones do not
/// drift.
final class CastTime {

  private static final double NANOS = 1e9;
  // Longer than any session; what is further off is no time.
  private static final long MOST = Duration.ofDays(366).toNanos();

  private final boolean byDelay;
  private long nanos;
  private @Nullable Instant start;

  CastTime(boolean byDelay) {
    this.byDelay = byDelay;
  }

  void startAt(@Nullable Instant at) {
    start = at;
  }

  /// Reads the time of an event, or how long after the one before it was. A negative delay is none.
  void advance(JsonParser json) throws IOException {
    if (json.currentToken() == null || !json.currentToken().isNumeric()) {
      throw Damaged.damaged("an event has no time");
    }
    double seconds = json.getDoubleValue();
    long read = Math.round(Math.clamp(seconds, 0, (double) MOST / NANOS) * NANOS);
    nanos = byDelay ? Math.min(MOST, nanos + read) : read;
  }

  void stamp(RecordedFields fields) {
    long millis = nanos / 1_000_000;
    fields.elapsedMillis = OptionalLong.of(millis);
    fields.time = start == null ? null : start.plusMillis(millis);
  }
}
