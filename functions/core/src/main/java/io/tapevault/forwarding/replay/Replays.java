package io.tapevault.forwarding.replay;

import io.tapevault.alarm.Register;
import io.tapevault.alarm.Register.Entry;
import io.tapevault.alarm.Register.Subject;
import io.tapevault.event.EventKey;
import io.tapevault.event.EventLog;
import io.tapevault.event.EventPage;
import io.tapevault.event.EventQuery;
import io.tapevault.event.Position;
import io.tapevault.event.StoredEvent;
import io.tapevault.forwarding.accounts.Accounts;
import io.tapevault.forwarding.accounts.Settled;
import io.tapevault.forwarding.replay.Replay.Done;
import io.tapevault.forwarding.replay.Replay.Range;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What SIEMs are to get once more, kept in the register until it is done: whoever does it may end
/// at any moment, and another goes on. An event may be sent twice, and none is left out.
public final class Replays {

  private static final int PAGE = 500;
  private static final int MOST = 100;
  // What is younger is on its way.
  private static final Duration STILL_ON_ITS_WAY = Duration.ofHours(1);
  private static final String HOURLY = "#hourly";

  private final Register register;
  private final EventLog log;
  private final Accounts accounts;
  private final InstantSource clock;

  public Replays(Register register, EventLog log, Accounts accounts, InstantSource clock) {
    this.register = register;
    this.log = log;
    this.accounts = accounts;
    this.clock = clock;
  }

  /// Where events go. It answers how many of the first ones are done: the rest waits.
  public interface Target {
    int send(List<StoredEvent> events);
  }

  /// Asking for the same again, while it is not done, changes nothing.
  public static void ask(Register register, Replay replay, Instant now) {
    if (register.find(Subject.REPLAYS, replay.name()).isEmpty()) {
      register.put(Subject.REPLAYS, new Entry(replay.name(), now, replay.text()));
    }
  }

  /// Those of one SIEM that are not done.
  public static List<Replay> pending(Register register, String sink) {
    List<Replay> pending = new ArrayList<>();
    for (Entry entry : all(register)) {
      if (entry.name().startsWith(sink + "#") && !entry.name().endsWith(HOURLY)) {
        Replay.parse(sink, entry.text()).ifPresent(pending::add);
      }
    }
    return pending;
  }

  /// Where a SIEM began that is compared hour by hour; empty where it never was.
  public static Optional<Instant> begin(Register register, String sink) {
    return register
        .find(Subject.REPLAYS, sink + HOURLY)
        .flatMap(entry -> Replay.parse(sink, entry.text()))
        .flatMap(replay -> Optional.ofNullable(replay.begin()));
  }

  private static List<Entry> all(Register register) {
    List<Entry> all = new ArrayList<>();
    List<Entry> page = register.page(Subject.REPLAYS, null, MOST);
    all.addAll(page);
    while (page.size() == MOST) {
      page = register.page(Subject.REPLAYS, page.getLast().name(), MOST);
      all.addAll(page);
    }
    return all;
  }

  /// Goes on with what was asked for this SIEM, page by page. Answers how many events were sent.
  public long run(String sink, Target target, BooleanSupplier timeLeft) {
    long sent = 0;
    for (Entry entry : all(register)) {
      if (entry.name().startsWith(sink + "#") && !entry.name().endsWith(HOURLY)) {
        Optional<Replay> replay = Replay.parse(sink, entry.text());
        sent += replay.isEmpty() ? 0 : run(new Running(entry, replay.get()), target, timeLeft);
      }
    }
    return sent;
  }

  /// Compares what was stored until an hour ago with what the SIEM is known to have had, from where
  /// it ended the last time, and sends what is missing. `begin` is where it begins at first, and is
  /// asked for then only.
  public long reconcile(
      String sink, Supplier<Instant> begin, Target target, BooleanSupplier timeLeft) {
    Instant now = clock.instant();
    Instant to = Settled.hour(now).minus(STILL_ON_ITS_WAY);
    String name = sink + HOURLY;
    if (register.find(Subject.REPLAYS, name).isEmpty()) {
      Instant its = begin.get();
      Replay first = new Replay(sink, new Range(its, its, true, null), Done.NOTHING, its);
      register.put(Subject.REPLAYS, new Entry(name, Instant.EPOCH, first.text()));
    }
    Optional<Entry> entry = register.find(Subject.REPLAYS, name);
    Optional<Replay> kept = entry.flatMap(one -> Replay.parse(sink, one.text()));
    if (entry.isEmpty() || kept.isEmpty()) {
      return 0;
    }
    Range range = kept.get().range();
    Replay next =
        new Replay(
            sink, new Range(range.from(), to, true, null), kept.get().done(), kept.get().begin());
    return range.from().isBefore(to) ? run(new Running(entry.get(), next), target, timeLeft) : 0;
  }

  private record Running(Entry entry, Replay replay) {}

  private long run(Running begun, Target target, BooleanSupplier timeLeft) {
    Running running = begun;
    long before = begun.replay().done().sent();
    Missing missing = new Missing(begun.replay());
    boolean ended = false;
    while (!ended && timeLeft.getAsBoolean()) {
      Replay replay = running.replay();
      Range range = replay.range();
      EventQuery query =
          new EventQuery(range.from(), range.to(), Set.of(), EventQuery.Order.ASCENDING);
      EventPage page = log.search(query, replay.done().behind(), PAGE);
      Step step = step(replay.done(), page, missing, target);
      ended = step.whole() && !page.more();
      Optional<Entry> kept = keep(running.entry(), replay.with(step.done()), ended);
      running = new Running(kept.orElse(running.entry()), replay.with(step.done()));
      if (kept.isEmpty() || !step.whole()) {
        break;
      }
    }
    return running.replay().done().sent() - before;
  }

  /// How far a page has come, and whether to its end.
  private record Step(Done done, boolean whole) {}

  private static Step step(Done done, EventPage page, Missing missing, Target target) {
    List<StoredEvent> wanted = page.events().stream().filter(missing).toList();
    int sent = wanted.isEmpty() ? 0 : target.send(wanted);
    boolean whole = sent == wanted.size();
    int passed = whole ? page.events().size() : page.events().indexOf(wanted.get(sent));
    Position behind =
        whole && page.end() != null
            ? page.end()
            : passed == 0 ? done.behind() : page.events().get(passed - 1).position();
    return new Step(new Done(done.seen() + passed, done.sent() + sent, behind), whole);
  }

  /// Empty where somebody else has gone on with it, or it is over.
  private Optional<Entry> keep(Entry seen, Replay replay, boolean ended) {
    boolean hourly = seen.name().endsWith(HOURLY);
    if (ended && !hourly) {
      register.remove(Subject.REPLAYS, seen);
      return Optional.empty();
    }
    Replay next =
        ended
            ? new Replay(
                replay.sink(),
                new Range(replay.range().to(), replay.range().to(), true, null),
                Done.NOTHING,
                replay.begin())
            : replay;
    Entry entry = new Entry(seen.name(), clock.instant(), next.text());
    return register.replace(Subject.REPLAYS, seen, entry) ? Optional.of(entry) : Optional.empty();
  }

  /// Which events of a replay are to be sent; they come in order of time.
  private final class Missing implements Predicate<StoredEvent> {
    private final Replay replay;
    private @Nullable Instant hour;
    private Predicate<EventKey> settled = key -> false;

    Missing(Replay replay) {
      this.replay = replay;
    }

    @Override
    public boolean test(StoredEvent event) {
      EventKey only = replay.range().only();
      if (only != null && !only.equals(event.key())) {
        return false;
      }
      if (!replay.range().onlyMissing()) {
        return true;
      }
      Instant its = Settled.hour(event.event().time());
      if (!its.equals(hour)) {
        settled = accounts.settled(replay.sink(), its);
        hour = its;
      }
      return !settled.test(event.key());
    }
  }
}
