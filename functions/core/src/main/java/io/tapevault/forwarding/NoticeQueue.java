package io.tapevault.forwarding;

import io.tapevault.event.EventKey;
import java.util.List;

/// The queue of one SIEM. It holds keys, not events: the log is the truth, and a queue is a notice.
///
/// What `send` returned for is durable, is received at least once, and, for one session, in the
/// order sent. Throws [io.tapevault.event.Unavailable], or [io.tapevault.event.NotPermitted] where
/// the queue is missing or denied; then any of the keys may have been sent, and all may be sent
/// again. One caller at a time.
public interface NoticeQueue {

  /// Tells it from the other queues, for people.
  String name();

  void send(List<EventKey> keys);
}
