package io.tapevault.wire;

import io.tapevault.event.Refused.Reason;
import java.io.IOException;

/// What was read cannot be kept as an event.
final class NotAnEvent extends IOException {

  private static final long serialVersionUID = 1;
  private static final int EXCERPT = 100;

  private final Reason reason;

  NotAnEvent(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  Reason reason() {
    return reason;
  }

  static String excerpt(String text) {
    return text.length() > EXCERPT ? text.substring(0, EXCERPT) + "…" : text;
  }
}
