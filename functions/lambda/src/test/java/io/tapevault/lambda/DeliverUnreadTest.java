package io.tapevault.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import io.tapevault.event.Appended;
import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventKey;
import io.tapevault.event.EventLog;
import io.tapevault.event.EventPage;
import io.tapevault.event.EventQuery;
import io.tapevault.event.Histogram;
import io.tapevault.event.NotPermitted;
import io.tapevault.event.Position;
import io.tapevault.event.StoredEvent;
import io.tapevault.event.Unavailable;
import io.tapevault.forwarding.EventSink;
import io.tapevault.testkit.contract.FaultyEventLog;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What becomes of messages whose events cannot be read.
class DeliverUnreadTest extends DeliverHandling {

  @Test
  void when_the_log_cannot_be_reached_what_is_done_is_done() throws IOException {
    List<EventKey> keys = events(1, 90);
    FaultyEventLog faulty = new FaultyEventLog(log);
    EventSink breaking =
        new Siem(
            500,
            batch -> {
              faulty.failing();
              return take(batch);
            });
    SQSMessage[] messages = {
      notice("a", keys), notice("b", events(2, 90)), notice("c", events(3, 90))
    };
    InputStream in = Envelopes.json(Envelopes.queue(List.of(messages)));
    assertEquals(List.of("b", "c"), handle(faulty, breaking, in, () -> true));
    assertEquals(100, delivered.size());
  }

  @Test
  void an_event_that_cannot_be_read_whole_is_not_delivered_and_comes_again() throws IOException {
    List<EventKey> keys = events(1, 2);
    for (RuntimeException trouble :
        List.of(
            new Unavailable("the bucket is away"),
            new NotPermitted("s3:GetObject", "s3://bucket/events/x.json"))) {
      EventLog unreadable = new Unreadable(trouble);
      InputStream in = Envelopes.json(Envelopes.queue(List.of(notice("a", keys))));
      assertEquals(List.of("a"), handle(unreadable, taking(), in, () -> true));
      assertEquals(List.of(), delivered);
    }
    assertEquals(List.of(), handle(taking(), notice("a", keys)));
    assertEquals(keys, delivered);
  }

  /// A log whose large events cannot be read.
  private final class Unreadable implements EventLog {
    private final RuntimeException trouble;

    Unreadable(RuntimeException trouble) {
      this.trouble = trouble;
    }

    @Override
    public List<Appended> append(List<AuditEvent> events) {
      return log.append(events);
    }

    @Override
    public EventPage search(EventQuery query, @Nullable Position after, int limit) {
      throw trouble;
    }

    @Override
    public EventPage session(
        String session, EventQuery.Order order, @Nullable Long after, int limit) {
      throw trouble;
    }

    @Override
    public Histogram histogram(EventQuery query, Duration step) {
      throw trouble;
    }

    @Override
    public List<StoredEvent> find(List<EventKey> keys) {
      throw trouble;
    }
  }
}
