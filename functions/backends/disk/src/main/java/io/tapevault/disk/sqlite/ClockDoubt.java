package io.tapevault.disk.sqlite;

import io.tapevault.settings.Retention;
import java.lang.System.Logger.Level;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Whether the clock is believed when it says that events have expired.
///
/// Where more than a tenth of all have at once, it is not before it has said so for a week (or for
/// the retention, where that is shorter), and a warning says it each time. A clock that jumped is a
/// warning too.
final class ClockDoubt {

  private static final System.Logger LOG = System.getLogger(ClockDoubt.class.getName());

  private static final int SHARE = 10;
  private static final Duration LONGEST = Duration.ofDays(7);
  private static final Duration JUMP = Duration.ofMinutes(5);
  private static final String COUNT =
      "SELECT (SELECT count(*) FROM event WHERE expires <= ?), (SELECT count(*) FROM event)";

  private final Connections connections;
  private final InstantSource clock;
  private final Retention retention;
  private final LongSupplier nanos;
  private @Nullable Instant since;
  private Instant last;
  private long lastNanos;

  ClockDoubt(
      Connections connections, InstantSource clock, Retention retention, LongSupplier nanos) {
    this.connections = connections;
    this.clock = clock;
    this.nanos = nanos;
    this.retention = retention;
    this.last = clock.instant();
    this.lastNanos = nanos.getAsLong();
  }

  synchronized boolean isRaised() {
    Instant now = clock.instant();
    sayWhereItJumped(now);
    Expired expired = connections.read("count what has expired", at(now));
    if (expired.events() * SHARE <= expired.ofAll()) {
      since = null;
      return false;
    }
    if (since == null || now.isBefore(since)) {
      since = now;
    }
    Instant certain = since.plus(patience());
    if (!now.isBefore(certain)) {
      return false;
    }
    LOG.log(
        Level.WARNING,
        "{0} of {1} events have expired at once; if the clock is right ({2}), they are deleted from {3} on",
        expired.events(),
        expired.ofAll(),
        now,
        certain);
    return true;
  }

  private Duration patience() {
    return retention.now() instanceof Retention.For(Duration kept) && kept.compareTo(LONGEST) < 0
        ? kept
        : LONGEST;
  }

  private void sayWhereItJumped(Instant now) {
    Duration passed = Duration.ofNanos(nanos.getAsLong() - lastNanos);
    Duration jumped = Duration.between(last, now).minus(passed);
    if (jumped.abs().compareTo(JUMP) > 0) {
      LOG.log(
          Level.WARNING,
          "the clock went from {0} to {1} while {2} passed: it was set, or the machine slept",
          last,
          now,
          passed);
    }
    last = now;
    lastNanos = nanos.getAsLong();
  }

  private static Connections.Work<Expired> at(Instant now) {
    return connection -> {
      try (PreparedStatement count = connection.prepareStatement(COUNT)) {
        count.setLong(1, now.getEpochSecond());
        try (ResultSet row = count.executeQuery()) {
          return new Expired(row.getLong(1), row.getLong(2));
        }
      }
    };
  }

  private record Expired(long events, long ofAll) {}
}
