package io.tapevault.node.vault;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Consumer;

/// Compares this machine's clock with the vault's, by the `Date` of its answers.
final class ClockCheck {

  // Signatures are refused from 5 minutes on.
  private static final Duration FINE = Duration.ofMinutes(2);

  private final InstantSource clock;
  private final Consumer<String> log;
  private volatile Optional<String> trouble = Optional.empty();

  ClockCheck(InstantSource clock, Consumer<String> log) {
    this.clock = clock;
    this.log = log;
  }

  void saw(String date) {
    try {
      ZonedDateTime theirs = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME);
      Duration ahead = Duration.between(theirs.toInstant(), clock.instant());
      boolean wrong = ahead.abs().compareTo(FINE) > 0;
      if (wrong && trouble.isEmpty()) {
        log.accept(said(ahead));
      }
      trouble = wrong ? Optional.of(said(ahead)) : Optional.empty();
    } catch (DateTimeException e) {
      // It says nothing.
    }
  }

  private static String said(Duration ahead) {
    return "the clock of this machine is "
        + ahead.abs().toSeconds()
        + " s "
        + (ahead.isNegative() ? "behind" : "ahead of")
        + " the vault's: set it right, or events get times that are wrong";
  }

  Optional<String> trouble() {
    return trouble;
  }
}
