package io.tapevault.forwarding;

import io.tapevault.event.StoredEvent;
import java.time.Instant;

/// An event of the log, and what of it is sent to one SIEM: `text` is without what that SIEM must
/// not see, in the SIEM's format: a JSON object, or a line of CEF.
///
/// A sink sends `text`; of `stored` it takes the key, the time, the session and the type, and
/// nothing else.
public record Outgoing(StoredEvent stored, String text) {

  /// What a receiver tells by that it has had the event: the same for each sending. It is the
  /// content where that contradicts another event of the same `uid`.
  public String key() {
    return stored.conflict() ? stored.event().hash() : stored.event().identity();
  }

  public Instant time() {
    return stored.event().time();
  }

  /// `text` on one line. JSON has line breaks and tabs only between its members, where a blank is
  /// as good, and no receiver writes `#011` for it.
  public String line() {
    return text.replace('\n', ' ').replace('\r', ' ').replace('\t', ' ');
  }
}
