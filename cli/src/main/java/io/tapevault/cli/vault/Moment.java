package io.tapevault.cli.vault;

import io.tapevault.json.EventTime;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A moment as somebody types it: RFC 3339, a day, or how long ago.
public final class Moment implements ITypeConverter<Instant> {

  public static final String SYNTAX =
      "2026-03-01T10:00:00Z, 2026-03-01 (its begin in UTC), or 30m, 24h, 7d ago";

  private static final Pattern AGO = Pattern.compile("(\\d{1,6})([smhd])");

  @Override
  public Instant convert(String text) {
    Matcher ago = AGO.matcher(text);
    if (ago.matches()) {
      return Instant.now().minus(unit(ago.group(2)).multipliedBy(Long.parseLong(ago.group(1))));
    }
    return EventTime.parse(text.matches("[-\\d]{10}") ? text + "T00:00:00Z" : text)
        .orElseThrow(
            () -> new TypeConversionException("'" + text + "' is no time; one is " + SYNTAX));
  }

  private static Duration unit(String letter) {
    return switch (letter) {
      case "s" -> Duration.ofSeconds(1);
      case "m" -> Duration.ofMinutes(1);
      case "h" -> Duration.ofHours(1);
      default -> Duration.ofDays(1);
    };
  }
}
