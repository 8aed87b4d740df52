package io.tapevault.lambda;

import io.tapevault.event.EventKey;
import io.tapevault.event.EventLog;
import io.tapevault.event.StoredEvent;
import io.tapevault.forwarding.Deliver;
import io.tapevault.forwarding.Deliver.Progress;
import io.tapevault.forwarding.Deliver.Trouble;
import io.tapevault.forwarding.QueueMessages;
import io.tapevault.forwarding.Redelivery;
import io.tapevault.forwarding.accounts.Accounts;
import io.tapevault.forwarding.accounts.Outcome;
import io.tapevault.forwarding.accounts.Settled;
import io.tapevault.forwarding.health.SinkHealth;
import io.tapevault.json.Malformed;
import io.tapevault.lambda.QueueEvents.Message;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// From a SIEM's queue to the SIEM.
///
/// What is not done is reported, and the queue brings it again: at once where no time was left, as
/// the SIEM asks where it takes nothing, and later and later. From the first message that is not
/// done, all are reported, so that a session's order holds. A message that nobody can read is
/// reported alone: it holds nothing whose order could break, and the healthy ones behind it must
/// not come into the dead-letter queue with it.
public final class DeliverHandler {

  // One look-up in the log, and at 400 KB an event a bound on what is in memory.
  private static final int SLICE = 100;
  // Only keys that the queue is about to bring again are remembered.
  private static final int MOST_REMEMBERED = 20_000;
  private static final Duration SOON = Duration.ofSeconds(1);
  // A thousand receives, of which the queue allows a message, are then 12 days of the 14 that it
  // keeps
  // one.
  private static final Duration LONGEST_BACK_OFF = Duration.ofMinutes(6);
  private static final int MANY = 100;
  private static final Duration BACK_OFF_OF_MANY = Duration.ofMinutes(20);
  private static final String GONE = "it expired or was deleted before it was delivered";

  private final EventLog log;
  private final Deliver deliver;
  private final Books books;
  private final Redelivery redelivery;
  // Of messages that were done in part: a large one for a slow SIEM would never be done otherwise.
  private final Set<EventKey> ahead = new HashSet<>();
  private String lastHeard = "";

  public DeliverHandler(EventLog log, Deliver deliver, Books books, Redelivery redelivery) {
    this.log = log;
    this.deliver = deliver;
    this.books = books;
    this.redelivery = redelivery;
  }

  /// Where it is noted what became of the events and whether the SIEM takes any, and counted.
  public record Books(Accounts accounts, SinkHealth health, SinkMetrics metrics) {}

  /// Looks up in the log what is not there, so that its connection is open.
  public void warmUp() {
    try {
      log.find(List.of(new EventKey("priming", 0)));
    } catch (RuntimeException expected) {
      // Where the log cannot be read, the first message says so.
    }
  }

  /// Begins nothing more once there is no time left, so that what is done by then can be reported.
  public void handle(InputStream in, OutputStream out, Invocation invocation) throws IOException {
    List<Notice> notices =
        QueueEvents.read(in).stream().map(message -> notice(message, invocation)).toList();
    Run run = new Run(invocation);
    run.settle(notices);
    List<Notice> again = again(notices, run.settled);
    remember(notices, again, run.settled);
    run.postpone(again.stream().filter(Notice::readable).toList());
    books.metrics().write(deliver.name(), run.measured(again));
    BatchResponse.write(again.stream().map(notice -> notice.message().id()).toList(), out);
  }

  private static Notice notice(Message message, Invocation invocation) {
    try {
      QueueMessages.Notice read = QueueMessages.notice(message.body());
      return new Notice(message, read.keys(), read.again(), true);
    } catch (Malformed e) {
      invocation.warn("message " + message.id() + " cannot be read: " + e.getMessage());
      return new Notice(message, List.of(), false, false);
    }
  }

  private static List<Notice> again(List<Notice> notices, Set<EventKey> settled) {
    List<Notice> again = new ArrayList<>();
    boolean stopped = false;
    for (Notice notice : notices) {
      stopped |= !settled.containsAll(notice.keys());
      if (stopped || !notice.readable()) {
        again.add(notice);
      }
    }
    return again;
  }

  private void remember(List<Notice> notices, List<Notice> again, Set<EventKey> settled) {
    notices.forEach(notice -> notice.keys().forEach(ahead::remove));
    for (Notice notice : again) {
      if (ahead.size() < MOST_REMEMBERED) {
        notice.keys().stream().filter(settled::contains).forEach(ahead::add);
      }
    }
  }

  /// One message of the queue; `again` where the SIEM may have had its events long ago.
  private record Notice(Message message, List<EventKey> keys, boolean again, boolean readable) {}

  /// What has become of one call's messages so far.
  private final class Run {
    private final Invocation invocation;
    private final Set<EventKey> settled = new HashSet<>();
    private final Map<EventKey, Instant> sent = new HashMap<>();
    private final Set<EventKey> askedFor = new HashSet<>();
    private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    private @Nullable Trouble trouble;

    Run(Invocation invocation) {
      this.invocation = invocation;
    }

    void settle(List<Notice> notices) {
      List<EventKey> keys =
          notices.stream().flatMap(notice -> notice.keys().stream()).distinct().toList();
      for (Notice notice : notices) {
        notice.keys().forEach(key -> sent.putIfAbsent(key, notice.message().received().sent()));
        if (notice.again()) {
          askedFor.addAll(notice.keys());
        }
      }
      keys.stream().filter(ahead::contains).forEach(settled::add);
      List<EventKey> left = keys.stream().filter(key -> !settled.contains(key)).toList();
      for (int from = 0; from < left.size() && trouble == null; from += SLICE) {
        if (from > 0 && !invocation.timeLeft().getAsBoolean()) {
          return;
        }
        settleSlice(left.subList(from, Math.min(left.size(), from + SLICE)));
      }
    }

    private void settleSlice(List<EventKey> slice) {
      trouble = books.health().closed().orElse(null);
      if (trouble != null) {
        return;
      }
      try {
        List<StoredEvent> events = log.find(slice);
        Progress progress =
            slice.stream().anyMatch(askedFor::contains)
                ? deliver.deliverAgain(events, invocation.timeLeft())
                : deliver.deliver(events, invocation.timeLeft());
        trouble = progress.trouble();
        List<Settled> gone = gone(slice, events);
        // Before they are settled: what is delivered and not noted is delivered again.
        note(progress.settled());
        note(gone);
        progress.settled().forEach(one -> settled.add(one.key()));
        gone.forEach(one -> settled.add(one.key()));
        report(gone.size(), progress.count(Outcome.PARKED));
        heard(progress.said());
        saw(progress);
      } catch (RuntimeException e) {
        // The slices before this one are done, and saying so is worth more than failing.
        invocation.error(e);
        trouble =
            new Trouble(SOON, "what is to be delivered cannot be read, parked or noted", false);
      }
    }

    /// The hour of an event that is not there any more is that of its notice.
    private List<Settled> gone(List<EventKey> slice, List<StoredEvent> events) {
      Set<EventKey> found = new HashSet<>();
      events.forEach(event -> found.add(event.key()));
      return slice.stream()
          .filter(key -> !found.contains(key))
          .map(key -> new Settled(key, sent.getOrDefault(key, Instant.EPOCH), Outcome.LOST, GONE))
          .toList();
    }

    private void note(List<Settled> some) {
      if (!some.isEmpty()) {
        books.accounts().note(deliver.name(), some);
        some.forEach(one -> outcomes.merge(one.outcome(), 1L, Long::sum));
      }
    }

    // Whoever is to know hears of it with the next delivery.
    private void saw(Progress progress) {
      try {
        books.health().saw(progress);
      } catch (RuntimeException e) {
        invocation.error(e);
      }
    }

    /// What becomes a metric of the SIEM.
    Map<String, Long> measured(List<Notice> again) {
      Map<String, Long> measured = new TreeMap<>();
      measured.put("Down", books.health().isDown() ? 1L : 0L);
      measured.put("Waiting", again.stream().mapToLong(notice -> notice.keys().size()).sum());
      for (Outcome outcome : Outcome.values()) {
        long events = outcomes.getOrDefault(outcome, 0L);
        if (events > 0) {
          measured.put(outcome.word(), events);
        }
      }
      return measured;
    }

    private void report(int missing, int parked) {
      if (missing > 0) {
        invocation.warn(
            missing
                + " events are lost to the SIEM "
                + deliver.name()
                + ": they expired or were deleted before it had them");
      }
      if (parked > 0) {
        invocation.warn(
            "the SIEM " + deliver.name() + " refused " + parked + " events for good; parked");
      }
    }

    /// Once, however often it says so.
    private void heard(String said) {
      if (!said.isEmpty() && !said.equals(lastHeard)) {
        lastHeard = said;
        invocation.warn("the SIEM " + deliver.name() + " took events and says: " + said);
      }
    }

    void postpone(List<Notice> again) {
      if (again.isEmpty()) {
        return;
      }
      Duration pause = trouble == null ? Duration.ZERO : pause(trouble, again);
      invocation.warn(said(again, pause));
      try {
        redelivery.after(pause, again.stream().map(notice -> notice.message().receipt()).toList());
      } catch (RuntimeException e) {
        // They come again all the same, when the queue thinks fit.
        invocation.error(e);
      }
    }

    private String said(List<Notice> again, Duration pause) {
      long waiting =
          again.stream()
              .flatMap(notice -> notice.keys().stream())
              .distinct()
              .filter(key -> !settled.contains(key))
              .count();
      Instant since =
          again.stream()
              .map(notice -> notice.message().received().sent())
              .min(Comparator.naturalOrder())
              .orElse(Instant.EPOCH);
      String wait = "; " + waiting + " events of these messages wait, since " + since;
      return trouble == null
          ? "no time is left for the SIEM " + deliver.name() + wait
          : "the SIEM "
              + deliver.name()
              + " takes nothing now: "
              + trouble.why()
              + wait
              + "; tried again in "
              + pause.toSeconds()
              + " s";
    }
  }

  private static Duration pause(Trouble trouble, List<Notice> again) {
    int times =
        again.stream().mapToInt(notice -> notice.message().received().times()).max().orElse(1);
    Duration backOff = Duration.ofSeconds(1L << Math.clamp(times - 1L, 0, 11));
    Duration longest = times < MANY ? LONGEST_BACK_OFF : BACK_OFF_OF_MANY;
    backOff = backOff.compareTo(longest) < 0 ? backOff : longest;
    return trouble.after().compareTo(backOff) > 0 ? trouble.after() : backOff;
  }
}
