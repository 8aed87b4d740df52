package io.tapevault.forwarding;

import java.util.List;
import java.util.function.BooleanSupplier;

/// A SIEM that gets nothing while it is paused; what is for it waits.
public record Pausable(EventSink sink, BooleanSupplier paused) implements EventSink {

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
    return paused.getAsBoolean()
        ? new Delivery.Down("it is paused by the configuration")
        : sink.deliver(batch);
  }
}
