package io.tapevault.lambda;

import static io.tapevault.lambda.Envelopes.message;
import static io.tapevault.testkit.contract.Events.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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
import io.tapevault.event.Refused;
import io.tapevault.event.StoredEvent;
import io.tapevault.event.Unavailable;
import io.tapevault.forwarding.Deliver;
import io.tapevault.forwarding.EventSink;
import io.tapevault.forwarding.EventSink.Delivery;
import io.tapevault.forwarding.Outgoing;
import io.tapevault.forwarding.QueueMessages;
import io.tapevault.forwarding.Rules;
import io.tapevault.forwarding.health.SinkHealth;
import io.tapevault.json.Malformed;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.Events;
import io.tapevault.testkit.contract.FaultyEventLog;
import io.tapevault.testkit.memory.MemoryAccounts;
import io.tapevault.testkit.memory.MemoryEventLog;
import io.tapevault.testkit.memory.MemoryParking;
import io.tapevault.testkit.memory.MemoryRegister;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeliverHandlerTest {

  private static final InstantSource CLOCK = InstantSource.fixed(NOON);
  private static final Delivery BUSY =
      new Delivery.TryAgain(Duration.ofSeconds(1), false, "status 503");

  private final MemoryEventLog log = new MemoryEventLog(CLOCK, Retention.DEFAULT);
  private final MemoryParking parking = new MemoryParking(CLOCK, Retention.DEFAULT);
  private final List<EventKey> delivered = new ArrayList<>();
  private final List<String> pauses = new ArrayList<>();

  /// The keys of new events of one session, in the log.
  private List<EventKey> events(int session, int count) {
    List<AuditEvent> events =
        IntStream.range(0, count)
            .mapToObj(i -> Events.command(Events.session(session), i, NOON))
            .toList();
    log.append(events);
    return events.stream().map(AuditEvent::key).toList();
  }

  private static SQSMessage notice(String id, List<EventKey> keys) {
    return message(id, QueueMessages.write(keys).getFirst());
  }

  private Delivery take(List<Outgoing> batch) {
    batch.forEach(event -> delivered.add(event.stored().key()));
    return new Delivery.Delivered();
  }

  /// A SIEM that takes the first `count` events, one in a request, and then nothing.
  private Siem takingOnly(int count) {
    return new Siem(1, batch -> delivered.size() < count ? take(batch) : BUSY);
  }

  /// A SIEM that takes so many events at once.
  private record Siem(int most, Function<List<Outgoing>, Delivery> answer) implements EventSink {
    @Override
    public Limits limits() {
      return new Limits(most, 1 << 20);
    }

    @Override
    public int size(Outgoing event) {
      return event.text().length();
    }

    @Override
    public Delivery deliver(List<Outgoing> batch) {
      return answer.apply(batch);
    }
  }

  private EventSink taking() {
    return new Siem(500, this::take);
  }

  private List<String> handle(EventSink sink, SQSMessage... messages) throws IOException {
    return handle(log, sink, Envelopes.json(Envelopes.queue(List.of(messages))), () -> true);
  }

  private List<String> handle(
      EventLog from, EventSink sink, InputStream in, BooleanSupplier timeLeft) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    handler(from, sink).handle(in, out, new Invocation("request", timeLeft));
    return Envelopes.queueFailures(out);
  }

  private DeliverHandler handler(EventLog from, EventSink sink) {
    return new DeliverHandler(
        from,
        new Deliver("siem", sink, parking, Rules.RAW),
        books(),
        (pause, receipts) -> receipts.forEach(one -> pauses.add(one + " " + pause.toSeconds())));
  }

  private DeliverHandler.Books books() {
    return new DeliverHandler.Books(
        new MemoryAccounts(log),
        SinkHealth.of(
            "siem", new SinkHealth.Books(new MemoryRegister(CLOCK), log), CLOCK, () -> false),
        (name, numbers) -> {});
  }

  private List<String> parked() {
    return parking.parked(LocalDate.ofInstant(NOON, ZoneOffset.UTC), 100).stream()
        .map(Refused::detail)
        .toList();
  }

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
  void when_no_time_is_left_what_is_done_is_done() throws IOException {
    SQSMessage[] messages = {
      notice("a", events(1, 90)), notice("b", events(2, 20)), notice("c", events(3, 90))
    };
    InputStream in = Envelopes.json(Envelopes.queue(List.of(messages)));
    assertEquals(List.of("b", "c"), handle(log, taking(), in, () -> false));
    assertEquals(100, delivered.size());
  }

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

  @Test
  void what_is_no_queue_event_fails() {
    InputStream in = new ByteArrayInputStream(new byte[] {'['});
    assertThrows(Malformed.class, () -> handle(log, taking(), in, () -> true));
  }
}
