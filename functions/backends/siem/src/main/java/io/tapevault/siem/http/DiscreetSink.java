package io.tapevault.siem.http;

import io.tapevault.forwarding.EventSink;
import io.tapevault.forwarding.Outgoing;
import io.tapevault.forwarding.SinkSpec;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// A SIEM beside others: what it says is told without the secrets of those, too.
public final class DiscreetSink implements EventSink {

  private final EventSink sink;
  private final Supplier<List<SinkSpec>> others;

  /// `others` are with their secrets, as far as those are known now.
  public DiscreetSink(EventSink sink, Supplier<List<SinkSpec>> others) {
    this.sink = sink;
    this.others = others;
  }

  @Override
  public Limits limits() {
    return sink.limits();
  }

  @Override
  public int size(Outgoing event) {
    return sink.size(event);
  }

  @Override
  public Delivery deliver(List<Outgoing> batch) {
    return discreet(sink.deliver(batch));
  }

  @Override
  public Delivery deliverAgain(List<Outgoing> batch) {
    return discreet(sink.deliverAgain(batch));
  }

  private Delivery discreet(Delivery delivery) {
    return switch (delivery) {
      case Delivery.Delivered one when one.said().isEmpty() -> one;
      case Delivery.Delivered one -> new Delivery.Delivered(masks().told(one.said()));
      case Delivery.Dropped one -> new Delivery.Dropped(one.events(), masks().told(one.said()));
      case Delivery.TryAgain one ->
          new Delivery.TryAgain(one.after(), one.slow(), masks().told(one.why()));
      case Delivery.Down one -> new Delivery.Down(masks().told(one.why()));
      case Delivery.Refused all -> {
        Masks masks = masks();
        yield new Delivery.Refused(
            all.events().stream()
                .map(one -> new RefusedEvent(one.index(), masks.told(one.why())))
                .toList());
      }
    };
  }

  private Masks masks() {
    return Masks.of(
        others.get().stream()
            .flatMap(
                one -> Stream.concat(Credentials.secrets(one).stream(), SiemAddress.secrets(one)))
            .toList());
  }
}
