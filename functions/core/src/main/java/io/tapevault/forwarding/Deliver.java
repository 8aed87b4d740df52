package io.tapevault.forwarding;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.event.Parking;
import io.tapevault.event.Refused;
import io.tapevault.event.StoredEvent;
import io.tapevault.forwarding.EventSink.Delivery;
import io.tapevault.forwarding.accounts.Outcome;
import io.tapevault.forwarding.accounts.Settled;
import io.tapevault.forwarding.secrets.Unresolved;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Brings events to one SIEM, in order: each is delivered, or parked because it alone is refused,
/// or counted as lost where the SIEM is known to drop it. It stops at the first trouble that may
/// pass.
///
/// It remembers what the SIEM bears, and serves one caller at a time. Throws what the parking
/// throws; then all may be delivered again.
public final class Deliver {

  // A person has to act first.
  static final Duration LATER = Duration.ofSeconds(30);
  static final Duration SOON = Duration.ofSeconds(1);

  private final String name;
  private final EventSink sink;
  private final Parking parking;
  private final Rules rules;
  private final Pace pace;
  private final Witnesses witnesses = new Witnesses();

  public Deliver(String name, EventSink sink, Parking parking, Rules rules) {
    this.name = name;
    this.sink = sink;
    this.parking = parking;
    this.rules = rules;
    this.pace = new Pace(sink.limits().events());
  }

  /// The name of the SIEM.
  public String name() {
    return name;
  }

  /// What became of the first events, in their order. What follows was not taken because of
  /// `trouble`, or, where there is none, because no time was left. `said` is what the SIEM said
  /// last of what it took, and mostly empty.
  public record Progress(List<Settled> settled, @Nullable Trouble trouble, String said) {

    private static final Progress NONE = new Progress(List.of(), null);

    public Progress {
      settled = List.copyOf(settled);
    }

    public Progress(List<Settled> settled, @Nullable Trouble trouble) {
      this(settled, trouble, "");
    }

    /// How many need no further delivery.
    public int done() {
      return settled.size();
    }

    public int count(Outcome outcome) {
      return (int) settled.stream().filter(one -> one.outcome() == outcome).count();
    }

    private Progress plus(Progress more) {
      List<Settled> all = new ArrayList<>(settled);
      all.addAll(more.settled);
      return new Progress(all, more.trouble, more.said.isEmpty() ? said : more.said);
    }

    /// Among all events, where `places` are those of the events that this one is of, and the others
    /// are not for this SIEM.
    private Progress among(List<Integer> places, List<StoredEvent> events) {
      int end = done() < places.size() ? places.get(done()) : events.size();
      List<Settled> all = new ArrayList<>();
      int sent = 0;
      for (int i = 0; i < end; i++) {
        boolean wasSent = sent < done() && places.get(sent) == i;
        all.add(wasSent ? settled.get(sent++) : Settled.of(events.get(i), Outcome.EXCLUDED));
      }
      return new Progress(all, trouble, said);
    }
  }

  /// Why a SIEM takes nothing now, how long to leave it alone at least, and whether somebody has to
  /// act first.
  public record Trouble(Duration after, String why, boolean down) {}

  /// One request at least is made where there is anything to send; more are begun for as long as
  /// there is time left.
  public Progress deliver(List<StoredEvent> events, BooleanSupplier timeLeft) {
    return deliver(events, sink::deliver, timeLeft);
  }

  /// The same for events that the SIEM may have had long ago, because somebody asks for them once
  /// more or nobody knows.
  public Progress deliverAgain(List<StoredEvent> events, BooleanSupplier timeLeft) {
    return deliver(events, sink::deliverAgain, timeLeft);
  }

  private Progress deliver(List<StoredEvent> events, Sending sending, BooleanSupplier timeLeft) {
    List<Outgoing> outgoing = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    try {
      for (int i = 0; i < events.size(); i++) {
        Optional<Outgoing> one = rules.outgoing(events.get(i));
        if (one.isPresent()) {
          outgoing.add(one.get());
          places.add(i);
        }
      }
    } catch (Unresolved e) {
      return down(LATER, String.valueOf(e.getMessage()));
    }
    return send(outgoing, sending, timeLeft).among(places, events);
  }

  /// One request or a few for a batch.
  private interface Sending extends Function<List<Outgoing>, Delivery> {}

  private Progress send(List<Outgoing> outgoing, Sending sending, BooleanSupplier timeLeft) {
    Progress progress = Progress.NONE;
    boolean mayBegin = true;
    while (progress.done() < outgoing.size() && progress.trouble() == null && mayBegin) {
      List<Outgoing> rest = outgoing.subList(progress.done(), outgoing.size());
      progress = progress.plus(step(rest, sending, timeLeft));
      mayBegin = timeLeft.getAsBoolean();
    }
    return progress;
  }

  private Progress step(List<Outgoing> rest, Sending sending, BooleanSupplier timeLeft) {
    List<Outgoing> batch = batch(rest);
    return switch (sending.apply(batch)) {
      case Delivery.Delivered all -> taken(batch, settled(batch, Outcome.DELIVERED), all.said());
      case Delivery.Dropped dropped -> taken(batch, lost(batch, dropped), dropped.said());
      case Delivery.TryAgain trouble -> {
        pace.notTaken(batch.size(), trouble.slow());
        yield stopped(trouble.after(), trouble.why(), false);
      }
      case Delivery.Down down -> down(LATER, down.why());
      case Delivery.Refused refused when refused.events().size() < batch.size() -> {
        refused.events().forEach(one -> park(batch.get(one.index()), one.why()));
        List<Settled> settled = settled(batch, Outcome.DELIVERED);
        refused
            .events()
            .forEach(one ->
                settled.set(
                    one.index(), Settled.of(batch.get(one.index()).stored(), Outcome.PARKED)));
        yield taken(batch, settled, "");
      }
      case Delivery.Refused refused when batch.size() > 1 -> {
        pace.refused(batch.size());
        yield Progress.NONE;
      }
      case Delivery.Refused refused -> alone(rest, refused.events().getFirst().why(), timeLeft);
    };
  }

  /// As many events as the SIEM bears, one at least.
  private List<Outgoing> batch(List<Outgoing> rest) {
    int count = 0;
    long bytes = 0;
    // One whose secret has come to light meanwhile may take fewer than was thought.
    int most = Math.min(pace.size(), sink.limits().events());
    while (count < Math.min(rest.size(), most)) {
      bytes += sink.size(rest.get(count));
      if (count > 0 && bytes > sink.limits().bytes()) {
        break;
      }
      count++;
    }
    return rest.subList(0, count);
  }

  private Progress taken(List<Outgoing> batch, List<Settled> settled, String said) {
    pace.taken();
    if (settled.stream().allMatch(one -> one.outcome() == Outcome.DELIVERED)) {
      witnesses.remember(batch.getLast());
    }
    return new Progress(settled, null, said);
  }

  private static List<Settled> settled(List<Outgoing> batch, Outcome outcome) {
    List<Settled> settled = new ArrayList<>();
    batch.forEach(one -> settled.add(Settled.of(one.stored(), outcome)));
    return settled;
  }

  private static List<Settled> lost(List<Outgoing> batch, Delivery.Dropped dropped) {
    List<Settled> settled = settled(batch, Outcome.DELIVERED);
    dropped
        .events()
        .forEach(one ->
            settled.set(one.index(), Settled.lost(batch.get(one.index()).stored(), one.why())));
    return settled;
  }

  /// The first event was refused alone. Where another one is taken after that, and it is refused
  /// again, it is the event. Where no other is taken either, it is the SIEM.
  private Progress alone(List<Outgoing> rest, String why, BooleanSupplier timeLeft) {
    List<Outgoing> others = witnesses.against(rest);
    for (Outgoing other : others) {
      if (!timeLeft.getAsBoolean()) {
        return Progress.NONE;
      }
      switch (sink.deliver(List.of(other))) {
        case Delivery.Delivered one -> {
          witnesses.remember(other);
          return again(rest.getFirst());
        }
        case Delivery.Dropped dropped -> {
          return again(rest.getFirst());
        }
        case Delivery.Refused refused -> {}
        case Delivery.TryAgain trouble -> {
          return stopped(trouble.after(), trouble.why(), false);
        }
        case Delivery.Down down -> {
          return down(LATER, down.why());
        }
      }
    }
    return down(
        SOON,
        others.isEmpty()
            ? "it refuses the only event that waits, and nothing else was taken: " + why
            : "it refuses everything: " + why);
  }

  private Progress again(Outgoing suspect) {
    List<Outgoing> batch = List.of(suspect);
    return switch (sink.deliver(batch)) {
      case Delivery.Delivered one -> taken(batch, settled(batch, Outcome.DELIVERED), one.said());
      case Delivery.Dropped dropped -> taken(batch, lost(batch, dropped), dropped.said());
      case Delivery.Refused refused -> {
        park(suspect, refused.events().getFirst().why());
        yield taken(batch, settled(batch, Outcome.PARKED), "");
      }
      case Delivery.TryAgain trouble -> stopped(trouble.after(), trouble.why(), false);
      case Delivery.Down down -> down(LATER, down.why());
    };
  }

  private Progress down(Duration after, String why) {
    pace.down();
    return stopped(after, why, true);
  }

  private static Progress stopped(Duration after, String why, boolean down) {
    return new Progress(List.of(), new Trouble(after, why, down));
  }

  private void park(Outgoing refused, String why) {
    byte[] json = refused.stored().event().json().getBytes(UTF_8);
    parking.park(
        List.of(
            new Refused(
                Refused.Reason.REFUSED_BY_SIEM,
                name + ": " + why,
                refused.stored().event().uid(),
                ByteBuffer.wrap(json).asReadOnlyBuffer(),
                refused.stored().position(),
                null)));
  }
}
