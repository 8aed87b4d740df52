package io.tapevault.testkit.memory;

import io.tapevault.recording.SessionId;
import io.tapevault.search.TextQuery;
import io.tapevault.search.Transcribed;
import io.tapevault.search.Transcripts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Transcripts in the heap.
public final class MemoryTranscripts implements Transcripts {

  private static final Comparator<Kept> ORDER =
      Comparator.<Kept>comparingLong(kept -> -kept.transcript().at().getEpochSecond())
          .thenComparing(kept -> kept.transcript().sid().value());

  private final Map<SessionId, Kept> kept = new HashMap<>();

  private record Line(long millis, String text) {}

  private record Kept(Transcribed transcript, List<Line> lines) {}

  @Override
  public void put(Transcribed transcript, Lines lines) throws IOException {
    if (has(transcript)) {
      return;
    }
    List<Line> told = new ArrayList<>();
    lines.tell((millis, text) -> told.add(new Line(millis, text)));
    synchronized (this) {
      kept.put(transcript.sid(), new Kept(transcript, told));
    }
  }

  private synchronized boolean has(Transcribed transcript) {
    Kept there = kept.get(transcript.sid());
    return there != null && there.transcript().version().equals(transcript.version());
  }

  @Override
  public synchronized void remove(SessionId sid) {
    kept.remove(sid);
  }

  @Override
  public synchronized Page find(TextQuery query, String after, int limit) {
    long passed = after.isEmpty() ? 0 : Long.parseLong(after);
    List<Hit> hits = new ArrayList<>();
    long seen = 0;
    for (Kept one : kept.values().stream().sorted(ORDER).toList()) {
      for (Hit hit : hits(query, one)) {
        if (hits.size() == limit) {
          return new Page(hits, Long.toString(seen));
        }
        if (seen++ >= passed) {
          hits.add(hit);
        }
      }
    }
    return new Page(hits, "");
  }

  private static List<Hit> hits(TextQuery query, Kept kept) {
    if (!query.wants(kept.transcript())) {
      return List.of();
    }
    return kept.lines().stream()
        .flatMap(line ->
            query.words().in(line.text()).stream()
                .map(place -> new Hit(kept.transcript(), line.millis(), place)))
        .limit(query.firstOnly() ? 1 : Long.MAX_VALUE)
        .toList();
  }
}
