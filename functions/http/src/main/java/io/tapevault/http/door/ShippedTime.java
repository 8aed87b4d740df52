package io.tapevault.http.door;

import io.tapevault.json.EventTime;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// When something happened, as shippers write it: RFC 3339, or seconds since 1970 as a number or a
/// text. Larger numbers are thousandths, millionths or billionths: no event is of the year 5138.
public final class ShippedTime {

  private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");
  private static final BigDecimal SECOND = BigDecimal.valueOf(1_000_000_000);
  private static final int LONGEST = 40;

  private ShippedTime() {}

  /// Null where it is no time.
  public static @Nullable Instant of(JsonMembers.Value value) {
    return of(value.text().orElse(value.json()).strip());
  }

  public static @Nullable Instant of(String text) {
    if (text.isEmpty() || text.length() > LONGEST) {
      return null;
    }
    Optional<Instant> time = EventTime.parse(text);
    return time.isPresent() ? time.get() : sinceEpoch(text);
  }

  /// Billionths of a second since 1970; null where they are of no year that we know.
  public static @Nullable Instant ofNanos(String digits) {
    BigDecimal[] parts = new BigDecimal(digits).divideAndRemainder(SECOND);
    Instant time = Instant.ofEpochSecond(parts[0].longValue(), parts[1].longValue());
    return time.isBefore(END) ? time : null;
  }

  private static @Nullable Instant sinceEpoch(String text) {
    try {
      BigDecimal number = new BigDecimal(text);
      int digits = number.precision() - number.scale();
      if (number.signum() <= 0 || digits > LONGEST || digits < -LONGEST) {
        return null;
      }
      int unit = digits <= 11 ? 9 : digits <= 14 ? 6 : digits <= 17 ? 3 : 0;
      BigDecimal[] parts = number.movePointRight(unit).divideAndRemainder(SECOND);
      Instant time = Instant.ofEpochSecond(parts[0].longValueExact(), parts[1].longValue());
      return time.isBefore(END) ? time : null;
    } catch (NumberFormatException | ArithmeticException | DateTimeException e) {
      return null;
    }
  }
}
