package io.tapevault.forwarding;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.event.Parking;
import io.tapevault.event.Refused;
import io.tapevault.event.StoredEvent;
import io.tapevault.forwarding.EventSink.Delivery;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Brings events to one SIEM, in order: each is delivered, or parked because it can never be. It
/// stops at the first trouble that may pass.
public final class Deliver {

  private final String name;
  private final EventSink sink;
  private final Parking parking;

  public Deliver(String name, EventSink sink, Parking parking) {
    this.name = name;
    this.sink = sink;
    this.parking = parking;
  }

  /// The first `done` events need no further delivery, `parked` of them were refused for good; what
  /// follows was not taken because of `trouble`, if there is any.
  public record Progress(int done, int parked, Delivery.@Nullable TryAgain trouble) {}

  public Progress deliver(List<StoredEvent> events) {
    if (events.isEmpty()) {
      return new Progress(0, 0, null);
    }
    return switch (sink.deliver(events)) {
      case Delivery.Delivered all -> new Progress(events.size(), 0, null);
      case Delivery.TryAgain trouble -> new Progress(0, 0, trouble);
      case Delivery.Refused refused -> {
        refused.events().forEach(one -> park(events.get(one.index()), one.why()));
        yield new Progress(events.size(), refused.events().size(), null);
      }
      case Delivery.TooMuch refused when events.size() == 1 -> {
        park(events.getFirst(), refused.why());
        yield new Progress(1, 1, null);
      }
      case Delivery.TooMuch refused -> halves(events);
    };
  }

  private Progress halves(List<StoredEvent> events) {
    int middle = events.size() / 2;
    Progress first = deliver(events.subList(0, middle));
    if (first.trouble() != null) {
      return first;
    }
    Progress second = deliver(events.subList(middle, events.size()));
    return new Progress(
        first.done() + second.done(), first.parked() + second.parked(), second.trouble());
  }

  private void park(StoredEvent refused, String why) {
    ByteBuffer bytes = ByteBuffer.wrap(refused.event().json().getBytes(UTF_8)).asReadOnlyBuffer();
    parking.park(
        List.of(
            new Refused(
                Refused.Reason.REFUSED_BY_SIEM, name + ": " + why, refused.event().uid(), bytes)));
  }
}
