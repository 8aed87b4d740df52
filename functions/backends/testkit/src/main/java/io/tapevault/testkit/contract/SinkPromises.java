package io.tapevault.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.event.AuditEvent;
import io.tapevault.event.StoredEvent;
import io.tapevault.forwarding.EventSink;
import io.tapevault.forwarding.EventSink.Delivery;
import io.tapevault.forwarding.Outgoing;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every [EventSink] promises whose SIEM is well, however it is reached.
public abstract class SinkPromises {

  /// One delivery as it arrived: the `uid`s of its events in order, how many bytes it had, and its
  /// content in any form that is another where a byte is.
  public record Arrived(List<String> uids, int bytes, String content) {}

  /// A sink whose SIEM takes everything.
  protected abstract EventSink sink() throws IOException;

  /// What the SIEM of [#sink] was sent until now.
  protected abstract List<Arrived> arrived() throws IOException;

  /// An event with a text of so many characters goes whole, however much a request holds.
  protected int largest(EventSink sink) {
    return 2 * sink.limits().bytes();
  }

  /// The same sink; after each delivery, `look` sees what has arrived.
  protected static EventSink watched(EventSink sink, Runnable look) {
    return new EventSink() {
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
        Delivery delivery = sink.deliver(batch);
        look.run();
        return delivery;
      }
    };
  }

  protected static List<Outgoing> events(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> outgoing(Events.command(Events.session(i % 3), i, Events.NOON)))
        .toList();
  }

  protected static Outgoing outgoing(AuditEvent event) {
    return new Outgoing(new StoredEvent(event.key(), event, false), event.json());
  }

  protected static List<String> uids(List<Outgoing> events) {
    return events.stream().map(Outgoing::key).toList();
  }

  @Test
  void a_full_batch_is_one_delivery_with_every_event_in_order() throws IOException {
    EventSink sink = sink();
    List<Outgoing> batch = events(sink.limits().events());
    assertEquals(new Delivery.Delivered(), sink.deliver(batch));
    assertEquals(List.of(uids(batch)), arrived().stream().map(Arrived::uids).toList());
  }

  @Test
  void a_delivery_has_no_more_bytes_than_its_events_are_said_to_have() throws IOException {
    EventSink sink = sink();
    List<Outgoing> batch =
        List.of(
            outgoing(Events.event("{\"event\":\"x\",\"uid\":\"1\",\"é\":\"😀\\u0007\\\"\"}")),
            outgoing(Events.query(2, Events.NOON, 10_000)));
    sink.deliver(batch);
    int sent = arrived().getFirst().bytes();
    int said = batch.stream().mapToInt(sink::size).sum();
    assertTrue(sent <= said + 1024, () -> sent + " bytes, " + said + " were said");
  }

  @Test
  void one_event_is_sent_at_any_size() throws IOException {
    EventSink sink = sink();
    Outgoing large = outgoing(Events.query(1, Events.NOON, largest(sink)));
    assertEquals(new Delivery.Delivered(), sink.deliver(List.of(large)));
    assertEquals(uids(List.of(large)), arrived().getFirst().uids());
  }

  @Test
  void no_events_are_no_delivery() throws IOException {
    assertEquals(new Delivery.Delivered(), sink().deliver(List.of()));
    assertEquals(List.of(), arrived());
  }

  @Test
  void the_same_sent_again_has_the_same_bytes() throws IOException {
    EventSink sink = sink();
    sink.deliver(events(9));
    sink.deliver(events(9));
    assertEquals(arrived().get(0), arrived().get(1));
  }
}
