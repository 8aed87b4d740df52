package io.tapevault.http.playback.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.event.EventKey;
import java.util.Base64;
import java.util.Optional;

/// Names one event in a path: where it lies in the log, as a text that a client hands back unread.
final class EventReference {

  private EventReference() {}

  static String of(EventKey key) {
    String text = key.index() + ":" + key.session();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
  }

  /// Empty where the text names no event.
  static Optional<EventKey> parse(String reference) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(reference), UTF_8);
      int colon = text.indexOf(':');
      return colon < 0
          ? Optional.empty()
          : Optional.of(
              new EventKey(text.substring(colon + 1), Long.parseLong(text, 0, colon, 10)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
