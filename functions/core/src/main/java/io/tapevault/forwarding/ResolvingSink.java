package io.tapevault.forwarding;

import io.tapevault.forwarding.secrets.Secrets;
import io.tapevault.forwarding.secrets.Unresolved;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A SIEM whose settings name secrets: it is opened anew whenever one of them is another. It is
/// down while one is missing.
public final class ResolvingSink implements EventSink {

  // Until it is known what the SIEM takes; nothing is sent by these.
  private static final Limits UNKNOWN = new Limits(1_000, 1 << 20);

  private final SinkSpec named;
  private final Secrets secrets;
  private final Function<SinkSpec, EventSink> open;
  private @Nullable Opened opened;

  public ResolvingSink(SinkSpec named, Secrets secrets, Function<SinkSpec, EventSink> open) {
    this.named = named;
    this.secrets = secrets;
    this.open = open;
  }

  private record Opened(SinkSpec spec, EventSink sink) {}

  @Override
  public Limits limits() {
    Opened now = opened;
    return now == null ? UNKNOWN : now.sink().limits();
  }

  @Override
  public int size(Outgoing event) {
    Opened now = opened;
    return now == null ? event.text().length() : now.sink().size(event);
  }

  @Override
  public Delivery deliver(List<Outgoing> batch) {
    return with(sink -> sink.deliver(batch));
  }

  @Override
  public Delivery deliverAgain(List<Outgoing> batch) {
    return with(sink -> sink.deliverAgain(batch));
  }

  private Delivery with(Function<EventSink, Delivery> sending) {
    EventSink sink;
    try {
      sink = now();
    } catch (Unresolved | IllegalArgumentException e) {
      return new Delivery.Down(String.valueOf(e.getMessage()));
    }
    Delivery delivery = sending.apply(sink);
    if (delivery instanceof Delivery.Down) {
      secrets.refused();
    }
    return delivery;
  }

  private EventSink now() {
    SinkSpec spec = named.resolved(secrets::text);
    Opened now = opened;
    if (now == null || !now.spec().equals(spec)) {
      now = new Opened(spec, open.apply(spec));
      opened = now;
    }
    return now.sink();
  }
}
