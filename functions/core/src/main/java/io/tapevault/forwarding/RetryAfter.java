package io.tapevault.forwarding;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// When the other side wants to be asked again: `Retry-After`, as seconds or as a date in one of
/// the three forms of HTTP (RFC 9110 §10.2.3, §5.6.7).
public final class RetryAfter {

  public static final Duration LEAST = Duration.ofSeconds(1);
  public static final Duration MOST = Duration.ofHours(1);

  private static final DateTimeFormatter ASCTIME =
      DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.US);

  private RetryAfter() {}

  /// At least a second; empty where the value is no form of it or lies in the past. It may be as
  /// long as the receiver likes.
  public static Optional<Duration> parse(String value, Instant now) {
    String text = value.strip();
    if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      // A year of more digits is for ever.
      long seconds = text.length() > 9 ? 999_999_999 : Long.parseLong(text);
      return Optional.of(Duration.ofSeconds(Math.max(seconds, LEAST.toSeconds())));
    }
    return date(text, now)
        .map(then -> Duration.between(now, then))
        .filter(pause -> pause.compareTo(LEAST) >= 0);
  }

  private static Optional<Instant> date(String text, Instant now) {
    for (DateTimeFormatter form :
        List.of(DateTimeFormatter.RFC_1123_DATE_TIME, rfc850(now), ASCTIME)) {
      try {
        return Optional.of(
            form.parseBest(text, ZonedDateTime::from, LocalDateTime::from)
                    instanceof ZonedDateTime zoned
                ? zoned.toInstant()
                : LocalDateTime.parse(text, form).toInstant(ZoneOffset.UTC));
      } catch (DateTimeException e) {
        // Another form, perhaps.
      }
    }
    return Optional.empty();
  }

  /// A year of two digits lies less than 50 years ahead.
  private static DateTimeFormatter rfc850(Instant now) {
    return new DateTimeFormatterBuilder()
        .appendPattern("EEEE, dd-MMM-")
        .appendValueReduced(
            ChronoField.YEAR, 2, 2, now.atOffset(ZoneOffset.UTC).toLocalDate().minusYears(50))
        .appendPattern(" HH:mm:ss 'GMT'")
        .toFormatter(Locale.US)
        .withZone(ZoneOffset.UTC);
  }
}
