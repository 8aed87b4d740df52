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
import org.jspecify.annotations.Nullable;

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
  // In the usual spelling.
  private static final int SECONDS_END = 19;

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
    Instant usual = usual(text);
    if (usual != null) {
      return usual;
    }
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

  /// `2026-03-01T10:00:00.123Z`, which nearly every event has: java.time's parser is a tenth of
  /// what a small event costs. Null where it is spelled otherwise.
  private static @Nullable Instant usual(String text) {
    int end = text.length() - 1;
    if (end < SECONDS_END
        || end > SECONDS_END + 10
        || end == SECONDS_END + 1
        || !isUsual(text, end)) {
      return null;
    }
    int year = digits(text, 0, 4);
    int month = digits(text, 5, 7);
    int day = digits(text, 8, 10);
    int hour = digits(text, 11, 13);
    int minute = digits(text, 14, 16);
    int second = digits(text, 17, SECONDS_END);
    int nano = end == SECONDS_END ? 0 : digits(text, SECONDS_END + 1, end);
    if ((year | month | day | hour | minute | second | nano) < 0 || second > 59) {
      return null;
    }
    for (int digits = end - SECONDS_END - 1; nano > 0 && digits < 9; digits++) {
      nano *= 10;
    }
    return LocalDateTime.of(year, month, day, hour, minute, second, nano).toInstant(ZoneOffset.UTC);
  }

  private static boolean isUsual(String text, int end) {
    return text.charAt(4) == '-'
        && text.charAt(7) == '-'
        && text.charAt(10) == 'T'
        && text.charAt(13) == ':'
        && text.charAt(16) == ':'
        && text.charAt(SECONDS_END) == (end == SECONDS_END ? 'Z' : '.')
        && text.charAt(end) == 'Z';
  }

  /// Negative where it is no number.
  private static int digits(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = 10 * number + digit;
    }
    return number;
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
