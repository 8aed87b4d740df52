package io.tapevault.testkit.siem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tapevault.forwarding.EventSink;
import io.tapevault.forwarding.EventSink.Delivery;
import io.tapevault.forwarding.Outgoing;
import java.util.List;

/// Brings events to a sink that may need several turns for a batch, such as one that writes a file
/// for each of many hours.
public final class Batches {

  private Batches() {}

  /// All of the events, so many at a time; fails where a batch takes more turns than it has events.
  public static void deliver(EventSink sink, List<Outgoing> events, int batchSize) {
    for (int i = 0; i < events.size(); i += batchSize) {
      List<Outgoing> batch = events.subList(i, Math.min(events.size(), i + batchSize));
      Delivery said = sink.deliver(batch);
      for (int turn = 1; turn < batchSize && said instanceof Delivery.TryAgain; turn++) {
        said = sink.deliver(batch);
      }
      assertEquals(new Delivery.Delivered(), said);
    }
  }
}
