package io.tapevault.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/// A place in the log as a text, for what is kept or handed out, and read again.
public record Cursor(Position position) {

  private static final String VERSION = "1";
  // There was a digest of the query once.
  private static final String NOTHING = "0";

  public String encoded() {
    Instant time = position.time();
    String text =
        String.join(
            ":",
            VERSION,
            NOTHING,
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
      if (parts.length != 6 || !parts[0].equals(VERSION) || !parts[1].equals(NOTHING)) {
        return Optional.empty();
      }
      Instant time = Instant.ofEpochSecond(Long.parseLong(parts[2]), Integer.parseInt(parts[3]));
      EventKey key = new EventKey(parts[5], Long.parseLong(parts[4]));
      return Optional.of(new Cursor(new Position(time, key)));
    } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }
}
