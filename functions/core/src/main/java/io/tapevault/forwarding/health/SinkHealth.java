package io.tapevault.forwarding.health;

import io.tapevault.alarm.Register;
import io.tapevault.alarm.Register.Subject;
import io.tapevault.event.EventLog;
import io.tapevault.forwarding.Deliver.Progress;
import io.tapevault.forwarding.Deliver.Trouble;
import io.tapevault.forwarding.accounts.Outcome;
import io.tapevault.forwarding.accounts.Settled;
import io.tapevault.forwarding.health.SinkState.Seen;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Whether one SIEM takes events: a circuit breaker that all who deliver to it share, through the
/// register. One that goes down is left alone but for a probe now and then; that it is down, and
/// that it is back, is one event each.
///
/// One caller at a time. `saw` throws what the register and the log throw; what it was told is then
/// told again with the next.
public final class SinkHealth {

  // Trouble that lasts as long is none that passes by itself.
  static final Duration NO_HICCUP = Duration.ofMinutes(5);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  // Somebody else may have found it up or down meanwhile.
  private static final Duration FRESH = Duration.ofMinutes(1);
  private static final Duration WHILE_PAUSED = Duration.ofSeconds(30);
  // The register forgets what nobody writes.
  private static final Duration KEPT_FRESH = Duration.ofDays(1);

  private final String sink;
  private final Register register;
  private final EventLog log;
  private final InstantSource clock;
  private final BooleanSupplier paused;
  private SinkState state = SinkState.UP;
  private Instant looked = Instant.MIN;
  private @Nullable Instant trouble;
  private int failures;
  private @Nullable Trouble last;
  private Instant probe = Instant.MIN;

  private SinkHealth(String sink, Books books, InstantSource clock, BooleanSupplier paused) {
    this.sink = sink;
    this.register = books.register();
    this.log = books.log();
    this.clock = clock;
    this.paused = paused;
  }

  /// Where a state is kept, and where its events are told.
  public record Books(Register register, EventLog log) {}

  public static SinkHealth of(
      String sink, Books books, InstantSource clock, BooleanSupplier paused) {
    return new SinkHealth(sink, books, clock, paused);
  }

  /// Why the SIEM is not to be asked now; empty where it is.
  public Optional<Trouble> closed() {
    if (paused.getAsBoolean()) {
      return Optional.of(new Trouble(WHILE_PAUSED, "it is paused by the configuration", false));
    }
    Instant now = clock.instant();
    return last != null && now.isBefore(probe)
        ? Optional.of(new Trouble(Duration.between(now, probe), last.why(), last.down()))
        : Optional.empty();
  }

  public boolean isDown() {
    return state.down();
  }

  /// What has become of a delivery.
  public void saw(Progress progress) {
    Instant now = clock.instant();
    boolean taken = progress.settled().stream().anyMatch(SinkHealth::wasTaken);
    if (taken) {
      trouble = null;
      failures = 0;
      last = null;
    }
    if (progress.trouble() != null) {
      failed(progress.trouble(), now);
    }
    boolean down =
        last != null
            && (last.down() || (trouble != null && !now.isBefore(trouble.plus(NO_HICCUP))));
    if (down && last != null && trouble != null) {
      probe = now.plus(longer(last.after(), pause()));
      change(new SinkState(true, trouble, last.why(), null, false), now);
    } else if (taken) {
      change(new SinkState(false, now, "", null, false), now);
    }
  }

  private static boolean wasTaken(Settled one) {
    return one.outcome() == Outcome.DELIVERED || one.outcome() == Outcome.LOST;
  }

  private void failed(Trouble why, Instant now) {
    failures++;
    last = why;
    trouble = trouble == null ? now : trouble;
  }

  private Duration pause() {
    Duration doubled = Duration.ofSeconds(1L << Math.min(failures, 10));
    return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private void change(SinkState wanted, Instant now) {
    boolean fresh = now.isBefore(looked.equals(Instant.MIN) ? looked : looked.plus(FRESH));
    if (fresh && state.down() == wanted.down() && state.told()) {
      return;
    }
    Optional<Seen> seen = Seen.in(register, sink);
    if (seen.isEmpty() && !wanted.down()) {
      adopt(SinkState.UP, now);
      return;
    }
    if (seen.isEmpty()) {
      // So that of many who find it down one is the first.
      register.put(Subject.SINKS, entry(SinkState.UP, Instant.EPOCH));
      seen = Seen.in(register, sink);
    }
    if (seen.isPresent()) {
      change(seen.get(), wanted, now);
    }
  }

  private void change(Seen seen, SinkState wanted, Instant now) {
    SinkState there = seen.state();
    boolean changes = there.down() != wanted.down();
    SinkState next =
        changes
            ? new SinkState(wanted.down(), wanted.since(), wanted.why(), there.since(), false)
            : there;
    boolean old = seen.entry().at().plus(KEPT_FRESH).isBefore(now) && there.down();
    if (!changes && there.told() && !old) {
      adopt(there, now);
      return;
    }
    Register.Entry entry = entry(next, now);
    if (register.replace(Subject.SINKS, seen.entry(), entry) && !next.told()) {
      log.append(List.of(SinkEvent.of(sink, next)));
      next = next.asTold();
      register.replace(Subject.SINKS, entry, entry(next, now));
    }
    adopt(next, now);
  }

  private void adopt(SinkState there, Instant now) {
    state = there;
    looked = now;
  }

  private Register.Entry entry(SinkState state, Instant at) {
    return new Register.Entry(sink, at, state.text());
  }
}
