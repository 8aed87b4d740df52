package io.tapevault.forwarding;

import java.time.Duration;
import java.util.List;

/// When a queue brings messages again that were received and not done.
///
/// Throws [io.tapevault.event.Unavailable] or [io.tapevault.event.NotPermitted]; then some come
/// when the queue itself thinks fit.
public interface Redelivery {

  /// `receipts` are those of messages that are being worked on; the pause is at most an hour.
  void after(Duration pause, List<String> receipts);
}
