package io.tapevault.forwarding;

import io.tapevault.event.EventKey;
import java.util.List;

/// Where the notices lie that a queue may not be given, until a person has mended it and sends them
/// on.
///
/// What `keep` returned for is durable. The same keys for the same queue may be kept again. Throws
/// [io.tapevault.event.Unavailable] or [io.tapevault.event.NotPermitted]. Many callers at a time.
public interface UnsentNotices {

  /// `queue` is the name of the queue.
  void keep(String queue, List<EventKey> keys);
}
