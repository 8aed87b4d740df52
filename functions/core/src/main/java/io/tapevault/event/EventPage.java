package io.tapevault.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Some events in order, and whether there are more; then `end` is where the next page begins
/// behind. Where a log stops early, a page may hold nothing and still have more behind it.
public record EventPage(List<StoredEvent> events, boolean more, @Nullable Position end) {

  /// A page ends before it is larger than this, as [#bytes] counts, but holds one event at least: a
  /// Lambda answers 6 MB with all that is around a page.
  public static final int MAX_BYTES = 4_000_000;

  public static final EventPage EMPTY = new EventPage(List.of(), false);

  // In an answer's text a character of C1 becomes \\u0085.
  private static final int ESCAPED = 7;

  public EventPage {
    events = List.copyOf(events);
    if (more && end == null) {
      throw new IllegalArgumentException("a page with more behind it says where it ends");
    }
  }

  /// A page that ends with its last event.
  public EventPage(List<StoredEvent> events, boolean more) {
    this(events, more, more && !events.isEmpty() ? events.getLast().position() : null);
  }

  /// How many bytes JSON takes where an answer is itself a text in JSON, as it is for a Lambda: at
  /// most this many.
  public static long bytes(String json) {
    long bytes = 0;
    for (int i = 0; i < json.length(); i++) {
      bytes += bytes(json.charAt(i));
    }
    return bytes;
  }

  private static int bytes(char c) {
    if (c < 0x7f) {
      return c == '"' || c == '\\' || c < ' ' ? 2 : 1;
    }
    boolean mayAct = c <= 0x9f || c == 0x061c || (c >= 0x2000 && c <= 0x206f) || c == 0xfeff;
    return mayAct ? ESCAPED : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
  }
}
