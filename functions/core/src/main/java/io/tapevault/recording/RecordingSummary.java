package io.tapevault.recording;

import io.tapevault.recording.RecordedEvent.Origin;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a recording holds, told in one pass through it. Where it could not be read to its end,
/// `verdict` says why, and the rest is about what could be read.
public record RecordingSummary(
    RecordingFormat format,
    Origin origin,
    Span span,
    Counts counts,
    Map<String, Long> eventsByType,
    List<SizeChange> sizes,
    Verdict verdict) {

  /// From the start of the session to its end; without a `session.end`, to the last event. Null
  /// where no event has a time; `lastIndex` is −1 where there are no events.
  public record Span(
      @Nullable Instant start, @Nullable Instant end, long millis, long lastIndex, boolean ended) {

    public Optional<Duration> duration() {
      return lastIndex < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
    }
  }

  /// `skipped` records were there before; `outOfOrder` counts the indexes that do not follow the
  /// one before them.
  public record Counts(long events, long prints, long outputBytes, long skipped, long outOfOrder) {}

  /// A size of the terminal, and from when on.
  public record SizeChange(long millis, TerminalSize size) {}
}
