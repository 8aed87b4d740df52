package io.tapevault.lambda;

import static io.tapevault.lambda.Envelopes.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import io.tapevault.event.EventKey;
import io.tapevault.forwarding.EventSink;
import io.tapevault.forwarding.EventSink.Delivery;
import io.tapevault.forwarding.QueueMessages;
import io.tapevault.json.Malformed;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeliverHandlerTest extends DeliverHandling {

  @Test
  void the_siem_gets_the_events_of_every_message_in_order() throws IOException {
    List<EventKey> one = events(1, 3);
    List<EventKey> two = events(2, 99);
    assertEquals(List.of(), handle(taking(), notice("a", one), notice("b", two)));
    assertEquals(
        IntStream.range(0, 102).mapToObj(i -> i < 3 ? one.get(i) : two.get(i - 3)).toList(),
        delivered);
  }

  @Test
  void the_sample_can_be_read() throws IOException {
    assertEquals(List.of(), handle(log, taking(), Envelopes.sample("sqs.json"), () -> true));
    assertEquals(List.of(), delivered);
  }

  @Test
  void from_the_first_message_that_is_not_wholly_done_all_come_again() throws IOException {
    SQSMessage[] messages = {
      notice("a", events(1, 2)),
      notice("b", events(2, 2)),
      notice("c", events(1, 2)),
      notice("d", events(3, 1))
    };
    assertEquals(List.of("b", "c", "d"), handle(takingOnly(3), messages));
    assertEquals(List.of("d"), handle(takingOnly(7), messages));
  }

  @Test
  void when_the_siem_is_down_all_messages_come_again() throws IOException {
    assertEquals(
        List.of("a", "b"),
        handle(takingOnly(0), notice("a", events(1, 2)), notice("b", events(2, 2))));
    assertEquals(List.of(), parked());
  }

  @Test
  void a_message_that_nobody_can_read_comes_again_alone() throws IOException {
    List<EventKey> keys = events(1, 2);
    assertEquals(
        List.of("x", "y"),
        handle(
            taking(),
            message("x", "hello"),
            notice("a", keys.subList(0, 1)),
            message("y", "{\"v\":2,\"keys\":[]}"),
            notice("b", keys.subList(1, 2))));
    assertEquals(keys, delivered);
  }

  @Test
  void what_is_not_in_the_log_any_more_is_passed_over() throws IOException {
    List<EventKey> keys = events(1, 2);
    EventKey gone = new EventKey("gone", 1);
    assertEquals(
        List.of(),
        handle(
            taking(),
            notice("a", List.of(keys.get(0), gone, keys.get(1))),
            notice("b", List.of(gone))));
    assertEquals(keys, delivered);
  }

  @Test
  void a_key_that_two_messages_name_is_delivered_once() throws IOException {
    List<EventKey> keys = events(1, 3);
    assertEquals(List.of(), handle(taking(), notice("a", keys), notice("b", keys.subList(1, 3))));
    assertEquals(keys, delivered);
  }

  @Test
  void what_the_siem_never_takes_is_parked_and_done() throws IOException {
    List<EventKey> keys = events(1, 5);
    EventSink picky =
        new Siem(
            500,
            batch ->
                batch.stream().anyMatch(event -> event.stored().key().index() == 2)
                    ? Delivery.Refused.all(batch, "status 422")
                    : take(batch));
    assertEquals(List.of(), handle(picky, notice("a", keys)));
    assertEquals(
        Set.of(keys.get(0), keys.get(1), keys.get(3), keys.get(4)), new HashSet<>(delivered));
    assertEquals(List.of("siem: status 422"), parked());
  }

  @Test
  void no_more_than_a_hundred_events_are_read_at_once() throws IOException {
    List<EventKey> keys = events(1, 250);
    List<Integer> sizes = new ArrayList<>();
    EventSink counting =
        new Siem(
            500,
            batch -> {
              sizes.add(batch.size());
              return take(batch);
            });
    List<SQSMessage> messages = new ArrayList<>();
    QueueMessages.write(keys).forEach(body -> messages.add(message("m" + messages.size(), body)));
    assertEquals(List.of(), handle(counting, messages.toArray(SQSMessage[]::new)));
    assertEquals(List.of(100, 100, 50), sizes);
    assertEquals(keys, delivered);
  }

  @Test
  void whatever_else_fails_leaves_the_messages_in_the_queue() throws IOException {
    EventSink broken =
        new Siem(
            500,
            batch -> {
              throw new IllegalStateException("broken");
            });
    assertEquals(List.of("a"), handle(broken, notice("a", events(1, 2))));
  }

  @Test
  void what_is_no_queue_event_fails() {
    InputStream in = new ByteArrayInputStream(new byte[] {'['});
    assertThrows(Malformed.class, () -> handle(log, taking(), in, () -> true));
  }
}
