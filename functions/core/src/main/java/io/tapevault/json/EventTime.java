package io.tapevault.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The time of an event, or of a search: RFC 3339, of the years 0000 to 9999 in UTC.
///
/// What is finer than a nanosecond is left out. A leap second, 23:59:60 UTC, counts as the second
/// before it: clocks that know none repeat that one.
public final class EventTime {

  // RFC 3339: a year has four digits.
  private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

  // All of RFC 3339, of which java.time takes no leap second, 9 digits and 18 hours at most.
  private static final Pattern RFC_3339 =
      Pattern.compile(
          "(\\d{4}-\\d\\d-\\d\\d[Tt]\\d\\d:\\d\\d):(\\d\\d)(?:(\\.\\d{1,9})\\d*)?"
              + "(?:[Zz]|([+-])([01]\\d|2[0-3]):([0-5]\\d))");
  private static final long LAST_OF_A_DAY = 86_399;

  private EventTime() {}

  public static Optional<Instant> parse(String text) {
    try {
      Instant time = instant(text);
      return time.isBefore(FIRST) || !time.isBefore(END) ? Optional.empty() : Optional.of(time);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Instant instant(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      Matcher parts = RFC_3339.matcher(text);
      if (!parts.matches()) {
        throw e;
      }
      return instant(parts);
    }
  }

  private static Instant instant(Matcher parts) {
    boolean leap = parts.group(2).equals("60");
    String seconds = leap ? "59" : parts.group(2);
    String fraction = parts.group(3) == null ? "" : parts.group(3);
    String minute = parts.group(1).toUpperCase(Locale.ROOT);
    Instant time =
        LocalDateTime.parse(minute + ':' + seconds + fraction)
            .toInstant(ZoneOffset.UTC)
            .minusSeconds(offset(parts));
    if (leap && Math.floorMod(time.getEpochSecond(), LAST_OF_A_DAY + 1) != LAST_OF_A_DAY) {
      throw new DateTimeException("a leap second is the last of a day in UTC");
    }
    return time;
  }

  private static long offset(Matcher parts) {
    if (parts.group(4) == null) {
      return 0;
    }
    long minutes = 60 * Long.parseLong(parts.group(5)) + Long.parseLong(parts.group(6));
    return parts.group(4).equals("-") ? -60 * minutes : 60 * minutes;
  }
}
