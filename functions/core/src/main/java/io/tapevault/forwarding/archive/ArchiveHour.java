package io.tapevault.forwarding.archive;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/// The folder that an event lies in, by the hour of its own time in UTC: `dt=2026-11-25/hour=13/`.
public final class ArchiveHour {

  /// The first of all folders: who asks may have to look into each. What is older lies in it too.
  public static final String FIRST_DAY = "2015-01-01";

  private static final Instant FIRST = Instant.parse(FIRST_DAY + "T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:00:00Z");
  private static final DateTimeFormatter FOLDER =
      DateTimeFormatter.ofPattern("'dt='uuuu-MM-dd'/hour='HH'/'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private ArchiveHour() {}

  public static String folder(Instant time) {
    return FOLDER.format(of(time));
  }

  /// When the hour of that folder begins.
  public static Instant of(Instant time) {
    return time.isBefore(FIRST)
        ? FIRST
        : time.isAfter(LAST) ? LAST : time.truncatedTo(ChronoUnit.HOURS);
  }
}
