package io.tapevault.siem.webhook;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// When a receiver wants to be asked again: `Retry-After`, as seconds or as a date (RFC 9110
/// §10.2.3).
final class RetryAfter {

  static final Duration LEAST = Duration.ofSeconds(1);
  static final Duration MOST = Duration.ofHours(1);

  private RetryAfter() {}

  /// Between a second and an hour; empty where the value is neither form.
  static Optional<Duration> parse(String value, Instant now) {
    String text = value.strip();
    if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.of(
          text.length() > 9 ? MOST : bounded(Duration.ofSeconds(Long.parseLong(text))));
    }
    try {
      Instant then = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(bounded(Duration.between(now, then)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Duration bounded(Duration pause) {
    if (pause.compareTo(LEAST) < 0) {
      return LEAST;
    }
    return pause.compareTo(MOST) > 0 ? MOST : pause;
  }
}
