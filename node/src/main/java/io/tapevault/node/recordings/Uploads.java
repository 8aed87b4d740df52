package io.tapevault.node.recordings;

import io.tapevault.recording.SessionId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/// What is under way at the moment, and how far it is. Safe for several threads.
public final class Uploads {

  /// One of them.
  public record Upload(SessionId sid, long size, long done, Instant since) {}

  private final Map<String, Running> running = new ConcurrentSkipListMap<>();
  private final AtomicLong sent = new AtomicLong();

  private record Running(SessionId sid, long size, AtomicLong done, Instant since) {}

  void begin(String key, SessionId sid, long size, Instant now) {
    running.put(key, new Running(sid, size, new AtomicLong(), now));
  }

  /// What is sent again is not counted as done twice, but as sent.
  void at(String key, long offset) {
    Running one = running.get(key);
    if (one != null) {
      long before = one.done.getAndSet(offset);
      sent.addAndGet(Math.max(0, offset - before));
    }
  }

  void end(String key) {
    running.remove(key);
  }

  public List<Upload> now() {
    return running.values().stream()
        .map(one -> new Upload(one.sid, one.size, one.done.get(), one.since))
        .toList();
  }

  /// All bytes that were sent since the start.
  public long sent() {
    return sent.get();
  }
}
