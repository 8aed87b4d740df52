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
    Doings doings,
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

  /// Who took part and what was done, as far as the recording tells: the first [Doings#MOST] of
  /// each. `idle` are the spans of [Doings#IDLE_MILLIS] or more in which nothing was shown,
  /// `idleMillis` how long all of them lasted; `isDialogue` where there is no terminal, but
  /// questions and answers.
  public record Doings(
      List<String> participants,
      List<Command> commands,
      List<Idle> idle,
      long idleMillis,
      boolean isDialogue) {

    public static final int MOST = 1_000;
    public static final long IDLE_MILLIS = 10_000;
    public static final Doings NONE = new Doings(List.of(), List.of(), List.of(), 0, false);

    public Doings {
      participants = List.copyOf(participants);
      commands = List.copyOf(commands);
      idle = List.copyOf(idle);
    }
  }

  /// A command that was run, or a question to a database.
  public record Command(long millis, String text) {}

  /// From the last that was shown to the next.
  public record Idle(long from, long to) {}

  /// A size of the terminal, and from when on.
  public record SizeChange(long millis, TerminalSize size) {}
}
