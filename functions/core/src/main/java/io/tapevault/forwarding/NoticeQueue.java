package io.tapevault.forwarding;

import io.tapevault.event.EventKey;
import java.util.List;

/// The queue of one SIEM. It holds keys, not events: the log is the truth, and a queue is a notice.
///
/// What `send` returned for is durable, is received at least once, and, for one session, in the
/// order sent. Throws [io.tapevault.event.Unavailable]; then any of the keys may have been sent,
/// and all may be sent again.
public interface NoticeQueue {

  void send(List<EventKey> keys);
}
