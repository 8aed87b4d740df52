package io.tapevault.node.vault;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Consumer;

/// Compares this machine's clock with the vault's, by the `Date` of its answers.
final class ClockCheck {

  // Signatures are refused from 5 minutes on.
  private static final Duration FINE = Duration.ofMinutes(2);
  private static final Duration STILL_SIGNS = Duration.ofMinutes(4);

  private final InstantSource clock;
  private final Consumer<String> log;
  private volatile Optional<String> trouble = Optional.empty();
  private volatile Duration tooFarAhead = Duration.ZERO;

  ClockCheck(InstantSource clock, Consumer<String> log) {
    this.clock = clock;
    this.log = log;
  }

  void saw(String date) {
    parse(date)
        .map(theirs -> Duration.between(theirs, clock.instant()))
        .ifPresent(ahead -> {
          boolean wrong = ahead.abs().compareTo(FINE) > 0;
          if (wrong && trouble.isEmpty()) {
            log.accept(said(ahead));
          }
          trouble = wrong ? Optional.of(said(ahead)) : Optional.empty();
        });
  }

  /// Of an answer of the vault itself, by whose time requests to it are signed.
  void sawVaults(String date) {
    parse(date)
        .map(theirs -> Duration.between(theirs, clock.instant()))
        .ifPresent(ahead -> tooFarAhead = isTooFar(ahead) ? ahead : Duration.ZERO);
  }

  /// The time, by the vault's clock where what is signed by this machine's may be refused.
  Instant timeToSign() {
    return clock.instant().minus(tooFarAhead);
  }

  /// Whether what was signed for that time would be signed for quite another now.
  boolean isOutOfDate(Instant signed) {
    return isTooFar(Duration.between(signed, timeToSign()));
  }

  private static boolean isTooFar(Duration ahead) {
    return ahead.abs().compareTo(STILL_SIGNS) > 0;
  }

  private static Optional<Instant> parse(String date) {
    try {
      return Optional.of(
          ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
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
