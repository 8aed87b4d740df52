package io.tapevault.forwarding;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.event.Parking;
import io.tapevault.event.Refused;
import io.tapevault.event.StoredEvent;
import io.tapevault.forwarding.EventSink.Delivery;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Brings events to one SIEM, in order: each is delivered, or parked because it alone is refused.
/// It stops at the first trouble that may pass.
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

  /// The first `done` events need no further delivery: `parked` of them were refused for good, and
  /// `excluded` are not for this SIEM. What follows was not taken because of `trouble`, or, where
  /// there is none, because no time was left.
  public record Progress(int done, int parked, int excluded, @Nullable Trouble trouble) {

    private Progress plus(Progress more) {
      return new Progress(
          done + more.done, parked + more.parked, excluded + more.excluded, more.trouble);
    }

    /// Counted in all events, where `places` are those of the events that this one counts.
    private Progress among(List<Integer> places, int all) {
      int end = done < places.size() ? places.get(done) : all;
      return new Progress(end, parked, end - done, trouble);
    }
  }

  /// Why a SIEM takes nothing now, and how long to leave it alone at least.
  public record Trouble(Duration after, String why) {}

  /// One request at least is made where there is anything to send; more are begun for as long as
  /// there is time left.
  public Progress deliver(List<StoredEvent> events, BooleanSupplier timeLeft) {
    List<Outgoing> outgoing = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      Optional<Outgoing> one = rules.outgoing(events.get(i));
      if (one.isPresent()) {
        outgoing.add(one.get());
        places.add(i);
      }
    }
    return send(outgoing, timeLeft).among(places, events.size());
  }

  private Progress send(List<Outgoing> outgoing, BooleanSupplier timeLeft) {
    Progress progress = new Progress(0, 0, 0, null);
    boolean mayBegin = true;
    while (progress.done() < outgoing.size() && progress.trouble() == null && mayBegin) {
      progress = progress.plus(step(outgoing.subList(progress.done(), outgoing.size()), timeLeft));
      mayBegin = timeLeft.getAsBoolean();
    }
    return progress;
  }

  private Progress step(List<Outgoing> rest, BooleanSupplier timeLeft) {
    List<Outgoing> batch = batch(rest);
    return switch (sink.deliver(batch)) {
      case Delivery.Delivered all -> taken(batch, 0);
      case Delivery.TryAgain trouble -> {
        pace.notTaken(batch.size(), trouble.slow());
        yield stopped(trouble.after(), trouble.why());
      }
      case Delivery.Down down -> down(LATER, down.why());
      case Delivery.Refused refused when refused.events().size() < batch.size() -> {
        refused.events().forEach(one -> park(batch.get(one.index()), one.why()));
        yield taken(batch, refused.events().size());
      }
      case Delivery.Refused refused when batch.size() > 1 -> {
        pace.refused(batch.size());
        yield new Progress(0, 0, 0, null);
      }
      case Delivery.Refused refused -> alone(rest, refused.events().getFirst().why(), timeLeft);
    };
  }

  /// As many events as the SIEM bears, one at least.
  private List<Outgoing> batch(List<Outgoing> rest) {
    int count = 0;
    long bytes = 0;
    while (count < Math.min(rest.size(), pace.size())) {
      bytes += sink.size(rest.get(count));
      if (count > 0 && bytes > sink.limits().bytes()) {
        break;
      }
      count++;
    }
    return rest.subList(0, count);
  }

  private Progress taken(List<Outgoing> batch, int parked) {
    pace.taken();
    if (parked == 0) {
      witnesses.remember(batch.getLast());
    }
    return new Progress(batch.size(), parked, 0, null);
  }

  /// The first event was refused alone. Where another one is taken after that, and it is refused
  /// again, it is the event. Where no other is taken either, it is the SIEM.
  private Progress alone(List<Outgoing> rest, String why, BooleanSupplier timeLeft) {
    List<Outgoing> others = witnesses.against(rest);
    for (Outgoing other : others) {
      if (!timeLeft.getAsBoolean()) {
        return new Progress(0, 0, 0, null);
      }
      switch (sink.deliver(List.of(other))) {
        case Delivery.Delivered one -> {
          witnesses.remember(other);
          return again(rest.getFirst());
        }
        case Delivery.Refused refused -> {}
        case Delivery.TryAgain trouble -> {
          return stopped(trouble.after(), trouble.why());
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
      case Delivery.Delivered one -> taken(batch, 0);
      case Delivery.Refused refused -> {
        park(suspect, refused.events().getFirst().why());
        yield taken(batch, 1);
      }
      case Delivery.TryAgain trouble -> stopped(trouble.after(), trouble.why());
      case Delivery.Down down -> down(LATER, down.why());
    };
  }

  private Progress down(Duration after, String why) {
    pace.down();
    return stopped(after, why);
  }

  private static Progress stopped(Duration after, String why) {
    return new Progress(0, 0, 0, new Trouble(after, why));
  }

  private void park(Outgoing refused, String why) {
    byte[] json = rules.redacted(refused.stored()).getBytes(UTF_8);
    parking.park(
        List.of(
            new Refused(
                Refused.Reason.REFUSED_BY_SIEM,
                name + ": " + why,
                refused.stored().event().uid(),
                ByteBuffer.wrap(json).asReadOnlyBuffer())));
  }
}
