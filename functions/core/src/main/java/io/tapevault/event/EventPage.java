package io.tapevault.event;

import java.util.List;

/// Some events in order, and whether there are more behind the last.
public record EventPage(List<StoredEvent> events, boolean more) {

  /// A page ends before its JSON is longer than this many characters, but holds one event at least:
  /// a Lambda answers at most 6 MB.
  public static final int MAX_CHARACTERS = 4_000_000;

  public static final EventPage EMPTY = new EventPage(List.of(), false);

  public EventPage {
    events = List.copyOf(events);
    if (more && events.isEmpty()) {
      throw new IllegalArgumentException("a page with more behind it holds one event at least");
    }
  }
}
