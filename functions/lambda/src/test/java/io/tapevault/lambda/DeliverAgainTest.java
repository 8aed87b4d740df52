package io.tapevault.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventKey;
import io.tapevault.forwarding.Deliver;
import io.tapevault.forwarding.EventSink;
import io.tapevault.forwarding.Outgoing;
import io.tapevault.forwarding.QueueMessages;
import io.tapevault.forwarding.Rules;
import io.tapevault.forwarding.health.SinkHealth;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.Events;
import io.tapevault.testkit.memory.MemoryAccounts;
import io.tapevault.testkit.memory.MemoryEventLog;
import io.tapevault.testkit.memory.MemoryParking;
import io.tapevault.testkit.memory.MemoryRegister;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is asked for once more is brought as such, and nothing else.
class DeliverAgainTest {

  private static final InstantSource CLOCK = InstantSource.fixed(Events.NOON);

  private final MemoryEventLog log = new MemoryEventLog(CLOCK, Retention.DEFAULT);
  private final List<String> brought = new ArrayList<>();

  private final EventSink siem =
      new EventSink() {
        @Override
        public Limits limits() {
          return new Limits(500, 1 << 20);
        }

        @Override
        public int size(Outgoing event) {
          return event.text().length();
        }

        @Override
        public Delivery deliver(List<Outgoing> batch) {
          brought.add(batch.size() + " new");
          return new Delivery.Delivered();
        }

        @Override
        public Delivery deliverAgain(List<Outgoing> batch) {
          brought.add(batch.size() + " again");
          return new Delivery.Delivered();
        }
      };

  private List<EventKey> events(int session, int count) {
    List<AuditEvent> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      events.add(Events.command(Events.session(session), i, Events.NOON));
    }
    log.append(events);
    return events.stream().map(AuditEvent::key).toList();
  }

  private void handle(String body) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    DeliverHandler handler =
        new DeliverHandler(
            log,
            new Deliver("siem", siem, new MemoryParking(CLOCK, Retention.DEFAULT), Rules.RAW),
            new DeliverHandler.Books(
                new MemoryAccounts(log),
                SinkHealth.of(
                    "siem",
                    new SinkHealth.Books(new MemoryRegister(CLOCK), log),
                    CLOCK,
                    () -> false),
                (name, numbers) -> {}),
            (pause, receipts) -> {});
    handler.handle(
        Envelopes.json(Envelopes.queue(List.of(Envelopes.message("a", body)))),
        out,
        new Invocation("request", () -> true));
    assertEquals(List.of(), Envelopes.queueFailures(out));
  }

  @Test
  void a_notice_that_is_given_once_more_is_brought_as_such() throws IOException {
    handle(QueueMessages.writeAgain(events(1, 3)).getFirst());
    handle(QueueMessages.write(events(2, 2)).getFirst());
    assertEquals(List.of("3 again", "2 new"), brought);
  }
}
