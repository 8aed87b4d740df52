package io.tapevault.siem;

import io.tapevault.event.Parking;
import io.tapevault.event.Refused;
import io.tapevault.event.StoredEvent;
import io.tapevault.forwarding.Deliver;
import io.tapevault.forwarding.Deliver.Progress;
import io.tapevault.forwarding.EventSink;
import io.tapevault.forwarding.Rules;
import io.tapevault.forwarding.accounts.Outcome;
import io.tapevault.forwarding.accounts.Settled;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/// The vault's side of one schedule of faults, by its seed: it brings events to a server in batches
/// of any size, runs out of time, and dies now and then before it has noted what became of them. In
/// the end it says what of the account is not what the server saw.
final class Schedule implements Parking {

  private static final int EVENTS = 24;
  private static final int MOST_ROUNDS = 2_000;

  private final Random ours;
  private final Set<String> poison = new HashSet<>();
  // What the server knows.
  private final Set<String> took = new HashSet<>();
  private final Set<String> dropped = new HashSet<>();
  private int requests;
  // What the vault has noted.
  private final Map<String, Outcome> noted = new HashMap<>();
  private final Set<String> parked = new HashSet<>();

  Schedule(long seed) {
    this.ours = new Random(seed);
  }

  /// What came of it: `faults` says of which events the account is wrong, and is empty.
  record Result(List<String> faults, Map<Outcome, Integer> noted, int requests) {}

  /// A sink remembers nothing of the one before it.
  Result run(Supplier<EventSink> sinks, boolean refuses) {
    List<StoredEvent> events = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      // The last one is well, so that it shows whose fault it is.
      if (refuses && i < EVENTS - 1 && ours.nextInt(8) == 0) {
        poison.add("u" + i);
      }
      events.add(
          Engine.stored(
              "{\"event\":\"x\",\"uid\":\"u%d\",\"sid\":\"s%d\"}".formatted(i, ours.nextInt(3))));
    }
    Deliver deliver = deliver(sinks);
    int done = 0;
    for (int round = 0; round < MOST_ROUNDS && done < EVENTS; round++) {
      int end = Math.min(EVENTS, done + 1 + ours.nextInt(EVENTS));
      Progress progress = deliver.deliver(events.subList(done, end), () -> ours.nextInt(8) > 0);
      if (ours.nextInt(12) == 0) {
        // It dies before anything is noted.
        deliver = deliver(sinks);
      } else {
        for (Settled one : progress.settled()) {
          noted.put(events.get(done++).event().identity(), one.outcome());
        }
      }
    }
    return result();
  }

  private Deliver deliver(Supplier<EventSink> sinks) {
    return new Deliver("soc", sinks.get(), this, Rules.RAW);
  }

  private Result result() {
    List<String> faults = new ArrayList<>();
    Map<Outcome, Integer> counts = new HashMap<>();
    for (int i = 0; i < EVENTS; i++) {
      String uid = "u" + i;
      Outcome outcome = noted.get(uid);
      if (outcome == null || !isRight(uid, outcome)) {
        faults.add(
            uid
                + (isPoison(uid) ? ", poison, " : ", well, ")
                + "is "
                + outcome
                + (has(uid) ? " and there" : " and not there"));
      } else {
        counts.merge(outcome, 1, Integer::sum);
      }
    }
    return new Result(faults, counts, requests());
  }

  private boolean isRight(String uid, Outcome outcome) {
    return switch (outcome) {
      case DELIVERED -> has(uid);
      case PARKED -> isPoison(uid) && parked.contains(uid) && !has(uid);
      case LOST -> wasDropped(uid);
      case EXCLUDED -> false;
    };
  }

  /// Whether the server refuses this event for good.
  boolean isPoison(String uid) {
    return poison.contains(uid);
  }

  /// The server has these now.
  synchronized void took(List<String> uids) {
    took.addAll(uids);
  }

  /// The server took this one and threw it away.
  synchronized void dropped(String uid) {
    dropped.add(uid);
  }

  synchronized void asked() {
    requests++;
  }

  private synchronized boolean has(String uid) {
    return took.contains(uid);
  }

  private synchronized boolean wasDropped(String uid) {
    return dropped.contains(uid);
  }

  private synchronized int requests() {
    return requests;
  }

  @Override
  public void park(List<Refused> refused) {
    refused.forEach(one -> parked.add(String.valueOf(one.uid())));
  }

  @Override
  public List<Refused> parked(LocalDate day, int limit) {
    return List.of();
  }
}
