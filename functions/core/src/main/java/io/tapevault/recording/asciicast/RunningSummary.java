package io.tapevault.recording.asciicast;

import io.tapevault.recording.RecordedEvent;
import io.tapevault.recording.RecordedEvent.Marked;
import io.tapevault.recording.RecordedEvent.Origin;
import io.tapevault.recording.RecordedEvent.Other;
import io.tapevault.recording.RecordedEvent.Printed;
import io.tapevault.recording.RecordedEvent.Resized;
import io.tapevault.recording.RecordedEvent.SessionEnded;
import io.tapevault.recording.RecordedEvent.SessionStarted;
import io.tapevault.recording.RecordingReader;
import io.tapevault.recording.RecordingSummary;
import io.tapevault.recording.RecordingSummary.Counts;
import io.tapevault.recording.RecordingSummary.SizeChange;
import io.tapevault.recording.RecordingSummary.Span;
import io.tapevault.recording.TerminalSize;
import io.tapevault.recording.Verdict;
import io.tapevault.recording.Verdict.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Sums up a recording, event by event, in bounded memory.
final class RunningSummary {

  // Teleport knows some 200 types; a recording holds a dozen.
  static final int MOST_TYPES = 250;
  static final int MOST_SIZES = 1_000;

  /// What types beyond the bound are counted under.
  static final String FURTHER_TYPES = "(further types)";

  // Teleport's indexes from here on say that an event comes last, not which one it is.
  private static final long LAST_OF_ALL = Integer.MAX_VALUE - 1;

  private static final int TYPES_TOLD = 10;

  private final Map<String, Long> eventsByType = new TreeMap<>();
  private final List<SizeChange> sizes = new ArrayList<>();
  private final RunningDoings doings = new RunningDoings();
  private Origin origin = Origin.UNKNOWN;
  private boolean started;
  private boolean ended;
  private @Nullable Instant start;
  private @Nullable Instant end;
  private long millis;
  private long lastIndex = -1;
  private long events;
  private long prints;
  private long outputBytes;

  void add(RecordedEvent event) {
    events++;
    if (event.stamp().index() < LAST_OF_ALL) {
      lastIndex = Math.max(lastIndex, event.stamp().index());
    }
    String type = event.stamp().type();
    boolean bounded = eventsByType.size() < MOST_TYPES || eventsByType.containsKey(type);
    eventsByType.merge(bounded ? type : FURTHER_TYPES, 1L, Long::sum);
    addTime(event);
    doings.add(event);
    switch (event) {
      case SessionStarted at -> {
        origin = at.origin();
        addSize(at.stamp().millis(), at.size());
      }
      case Printed print -> {
        prints++;
        outputBytes += print.data().remaining();
      }
      case Resized to -> addSize(to.stamp().millis(), to.size());
      case SessionEnded _, Marked _, Other _ -> {}
    }
  }

  /// What there is to say once the recording was read to its end.
  Verdict verdict() {
    if (prints > 0 || !sizes.isEmpty() || doings.isDialogue()) {
      return Verdict.WHOLE;
    }
    String holds =
        eventsByType.entrySet().stream()
            .limit(TYPES_TOLD)
            .map(type -> type.getValue() + " " + type.getKey())
            .collect(Collectors.joining(", "));
    return new Verdict(
        Status.NO_TERMINAL,
        "there is no terminal in it; it holds " + (holds.isEmpty() ? "no events" : holds));
  }

  RecordingSummary summary(RecordingReader reader, Verdict verdict) {
    return new RecordingSummary(
        reader.format(),
        origin,
        new Span(start, end, millis, lastIndex, ended),
        new Counts(events, prints, outputBytes, reader.skippedEvents(), reader.outOfOrderEvents()),
        Collections.unmodifiableMap(eventsByType),
        List.copyOf(sizes),
        doings.until(millis),
        verdict);
  }

  private void addTime(RecordedEvent event) {
    Instant time = event.stamp().time();
    boolean isStart = event instanceof SessionStarted;
    if (time != null && (start == null || (isStart && !started))) {
      start = time;
    }
    started |= isStart;
    boolean isEnd = event.stamp().type().endsWith("session.end");
    if (isEnd || !ended) {
      millis = Math.max(millis, event.stamp().millis());
      end = time == null ? end : time;
    }
    ended |= isEnd;
  }

  private void addSize(long at, @Nullable TerminalSize size) {
    if (size != null && sizes.size() < MOST_SIZES) {
      sizes.add(new SizeChange(at, size));
    }
  }
}
