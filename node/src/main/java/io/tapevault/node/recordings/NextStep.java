package io.tapevault.node.recordings;

import io.tapevault.forwarding.RetryAfter;
import io.tapevault.node.recordings.Entry.Attempts;
import io.tapevault.node.recordings.Entry.Fate;
import io.tapevault.node.recordings.spool.Found;
import io.tapevault.node.recordings.spool.Found.Layout;
import io.tapevault.node.recordings.store.Store.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// What is on the disk, what is remembered, and what the store answered: from these alone follows
/// what comes next, so that a node that was killed goes on where it was.
final class NextStep {

  // A file that is unlike its own digest twice, or refused three times, will be so for ever.
  private static final int MOST_UNLIKE = 2;
  private static final int MOST_REFUSED = 3;
  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

  private final Policy policy;
  private final RandomGenerator random;

  NextStep(Policy policy, RandomGenerator random) {
    this.policy = policy;
    this.random = random;
  }

  Step of(Found found, Optional<Entry> remembered, Instant now) {
    if (remembered.isEmpty()) {
      return first(found, Attempts.NONE, now);
    }
    Entry entry = remembered.get();
    return switch (entry.fate()) {
      case Fate.Removing() when isRest(found, entry) -> new Step.Remove(entry);
      case Fate.Quarantined(String reason) when isRest(found, entry) ->
          new Step.Quarantine(entry, reason);
      case Fate.Pending() when isSame(found, entry) -> send(entry, now);
      case Fate.Stored(Instant since) when isSame(found, entry) ->
          now.isBefore(since.plus(policy.keep()))
              ? new Step.Wait(since.plus(policy.keep()))
              : send(entry, now);
      case Fate.Pending() when entry.files().isEmpty() -> first(found, entry.attempts(), now);
      // Another recording has come to its place.
      case Fate.Removing(), Fate.Quarantined(_), Fate.Pending(), Fate.Stored(_) ->
          first(found, Attempts.NONE, now);
    };
  }

  private Step first(Found found, Attempts attempts, Instant now) {
    Instant ready = policy.settled(found.newest(), now);
    if (!found.ended()) {
      ready = found.newest().plus(policy.grace());
    }
    if (attempts.next().isAfter(ready)) {
      ready = attempts.next();
    }
    return now.isBefore(ready)
        ? new Step.Wait(ready)
        : new Step.Read(!found.ended() && isLeftByCrash(found.layout()), attempts);
  }

  // A `.tar` is whole; most asciicasts do not say that they are.
  private static boolean isLeftByCrash(Layout layout) {
    return switch (layout) {
      case PARTS, TARBALL_2018 -> true;
      case TAR, CAST -> false;
    };
  }

  private static boolean isSame(Found found, Entry entry) {
    return found.fingerprints().equals(entry.files());
  }

  private static boolean isRest(Found found, Entry entry) {
    return entry.files().containsAll(found.fingerprints());
  }

  private static Step send(Entry entry, Instant now) {
    if (entry.digest().size() == 0) {
      return new Step.Quarantine(entry, "it is empty");
    }
    Instant next = entry.attempts().next();
    // A later one was set at another clock than ours.
    if (next.isAfter(now.plus(RetryAfter.MOST).plus(LONGEST_WAIT))) {
      return new Step.Send(entry);
    }
    return now.isBefore(next) ? new Step.Wait(next) : new Step.Send(entry);
  }

  Step after(Outcome outcome, Entry entry, Instant now) {
    Attempts attempts = entry.attempts();
    Instant again = now.plus(wait(attempts.failed()));
    return switch (outcome) {
      case Outcome.Confirmed() -> confirmed(entry, now);
      case Outcome.OtherBytes(String which, _) ->
          new Step.Quarantine(
              entry, "the session has another recording already, which stays: " + which);
      case Outcome.Unlike(String why) when attempts.refused() + 1 >= MOST_UNLIKE ->
          new Step.Quarantine(
              entry, "it reads differently each time, or its disk is broken: " + why);
      case Outcome.Unlike(_) ->
          new Step.Remember(
              new Entry(
                  List.of(),
                  entry.digest(),
                  entry.truncated(),
                  entry.upload(),
                  attempts.refused(again),
                  entry.fate()));
      case Outcome.Refused(String why) when attempts.refused() + 1 >= MOST_REFUSED ->
          new Step.Quarantine(entry, why);
      case Outcome.Refused(_) -> new Step.Remember(entry.with(attempts.refused(again)));
      case Outcome.TryAgain(_, _, Duration asked) ->
          new Step.Remember(entry.with(attempts.failed(later(again, now.plus(asked)))));
    };
  }

  private Step confirmed(Entry entry, Instant now) {
    Instant since = entry.fate() instanceof Fate.Stored(Instant then) ? then : now;
    return now.isBefore(since.plus(policy.keep()))
        ? new Step.Remember(entry.with(Attempts.NONE).with(new Fate.Stored(since)))
        : new Step.Remove(entry);
  }

  /// At least a second, and a random time below a bound that doubles: those that failed together do
  /// not come again together.
  Duration wait(int failed) {
    long bound = Math.min(LONGEST_WAIT.toMillis(), FIRST_WAIT.toMillis() << Math.min(failed, 20));
    return FIRST_WAIT.plusMillis(random.nextLong(bound + 1));
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
