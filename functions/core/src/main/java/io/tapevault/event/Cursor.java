package io.tapevault.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/// Where a page ended, as a text that a client hands back unread. It is bound to the query it came
/// from.
public record Cursor(Position position, int query) {

  private static final String VERSION = "1";

  public String encoded() {
    Instant time = position.time();
    String text =
        String.join(
            ":",
            VERSION,
            Integer.toHexString(query),
            Long.toString(time.getEpochSecond()),
            Integer.toString(time.getNano()),
            Long.toString(position.key().index()),
            position.key().session());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
  }

  /// Empty where the text is not a cursor.
  public static Optional<Cursor> decode(String encoded) {
    try {
      String[] parts = new String(Base64.getUrlDecoder().decode(encoded), UTF_8).split(":", 6);
      if (parts.length != 6 || !parts[0].equals(VERSION)) {
        return Optional.empty();
      }
      Instant time = Instant.ofEpochSecond(Long.parseLong(parts[2]), Integer.parseInt(parts[3]));
      EventKey key = new EventKey(parts[5], Long.parseLong(parts[4]));
      return Optional.of(
          new Cursor(new Position(time, key), Integer.parseUnsignedInt(parts[1], 16)));
    } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }
}
