package io.tapevault.recording;

import io.tapevault.recording.RecordedEvent.Origin;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a recording holds, told in one pass through it. Where it could not be read to its end,
/// `damage` says why, and the rest is about what could be read.
public record RecordingSummary(
    RecordingFormat format,
    Origin origin,
    Span span,
    Counts counts,
    Map<String, Long> eventsByType,
    List<SizeChange> sizes,
    @Nullable Damage damage) {

  /// If there is nothing amiss with the recording.
  public boolean whole() {
    return damage == null;
  }

  /// From the start of the session to its end; without a `session.end`, to the last event. Null
  /// where no event has a time.
  public record Span(@Nullable Instant start, @Nullable Instant end, long millis) {
    public Optional<Duration> duration() {
      return start == null ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
    }
  }

  /// `skipped` events repeat an index; `outOfOrder` counts the gaps between indexes.
  public record Counts(long events, long prints, long outputBytes, long skipped, long outOfOrder) {}

  /// A size of the terminal, and from when on.
  public record SizeChange(long millis, TerminalSize size) {}

  /// Why a recording could not be read to its end; `cutOff` as in [CorruptRecording].
  public record Damage(String reason, boolean cutOff) {}
}
