package io.tapevault.lambda;

import static io.tapevault.lambda.Envelopes.message;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import io.tapevault.event.EventKey;
import io.tapevault.event.NotPermitted;
import io.tapevault.forwarding.Deliver;
import io.tapevault.forwarding.EventSink;
import io.tapevault.forwarding.EventSink.Delivery;
import io.tapevault.forwarding.Rules;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// When what is not done comes again.
class DeliverLaterTest extends DeliverHandling {

  @Test
  void when_no_time_is_left_what_is_done_is_done() throws IOException {
    SQSMessage[] messages = {
      notice("a", events(1, 90)), notice("b", events(2, 20)), notice("c", events(3, 90))
    };
    InputStream in = Envelopes.json(Envelopes.queue(List.of(messages)));
    assertEquals(List.of("b", "c"), handle(log, taking(), in, () -> false));
    assertEquals(100, delivered.size());
  }

  @Test
  void what_the_siem_asks_for_is_waited_and_longer_with_each_time() throws IOException {
    EventSink busy =
        new Siem(500, batch -> new Delivery.TryAgain(Duration.ofSeconds(90), false, "status 503"));
    List<EventKey> keys = events(1, 2);
    handle(busy, notice("a", keys), received(notice("b", keys), 3));
    assertEquals(List.of("handle of a 90", "handle of b 90"), pauses);
    pauses.clear();
    handle(busy, received(notice("a", keys), 8));
    handle(busy, received(notice("a", keys), 99));
    handle(busy, received(notice("a", keys), 999));
    assertEquals(List.of("handle of a 128", "handle of a 360", "handle of a 1200"), pauses);
  }

  private static SQSMessage received(SQSMessage message, int times) {
    message.setAttributes(
        Map.of("ApproximateReceiveCount", "" + times, "SentTimestamp", "1795356002118"));
    return message;
  }

  @Test
  void what_no_time_was_left_for_comes_again_at_once() throws IOException {
    SQSMessage[] messages = {notice("a", events(1, 90)), notice("b", events(2, 20))};
    InputStream in = Envelopes.json(Envelopes.queue(List.of(messages)));
    assertEquals(List.of("a", "b"), handle(log, takingOnly(500), in, () -> false));
    assertEquals(1, delivered.size());
    assertEquals(List.of("handle of a 0", "handle of b 0"), pauses);
  }

  @Test
  void a_message_that_is_too_much_for_one_call_is_done_by_many() throws IOException {
    List<EventKey> keys = events(1, 10);
    DeliverHandler handler = handler(log, takingOnly(500));
    int calls = 0;
    for (boolean done = false; !done; calls++) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      handler.handle(
          Envelopes.json(Envelopes.queue(List.of(notice("a", keys)))),
          out,
          new Invocation("request", () -> false));
      done = Envelopes.queueFailures(out).isEmpty();
    }
    assertEquals(10, calls);
    assertEquals(keys, delivered);
  }

  @Test
  void when_the_queue_does_not_let_it_decide_the_messages_come_again_all_the_same()
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new DeliverHandler(
            log,
            new Deliver("siem", takingOnly(0), parking, Rules.RAW),
            books(),
            (pause, receipts) -> {
              throw new NotPermitted("sqs:ChangeMessageVisibility", "soc");
            })
        .handle(
            Envelopes.json(Envelopes.queue(List.of(notice("a", events(1, 1))))),
            out,
            new Invocation("request", () -> true));
    assertEquals(List.of("a"), Envelopes.queueFailures(out));
  }
}
