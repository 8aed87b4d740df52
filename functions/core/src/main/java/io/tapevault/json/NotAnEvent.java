package io.tapevault.json;

import static java.nio.charset.StandardCharsets.UTF_8;

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
    return text.length() > EXCERPT ? wellFormed(text.substring(0, EXCERPT)) + "…" : text;
  }

  /// The text with `?` for every half of a surrogate pair: no store and no JSON takes those.
  static String wellFormed(String text) {
    return new String(text.getBytes(UTF_8), UTF_8);
  }
}
