package io.tapevault.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.alarm.Register;
import io.tapevault.event.Appended;
import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventKey;
import io.tapevault.event.EventLog;
import io.tapevault.event.EventPage;
import io.tapevault.event.EventQuery;
import io.tapevault.event.Histogram;
import io.tapevault.event.Parking;
import io.tapevault.event.Position;
import io.tapevault.event.Refused;
import io.tapevault.event.StoredEvent;
import io.tapevault.forwarding.Deliver;
import io.tapevault.forwarding.EventSink;
import io.tapevault.forwarding.Forward;
import io.tapevault.forwarding.NoticeQueue;
import io.tapevault.forwarding.Rules;
import io.tapevault.forwarding.accounts.Accounts;
import io.tapevault.forwarding.health.SinkHealth;
import io.tapevault.json.EventJson;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The way of a sample through a function before there is any event: all that it reads is made up,
/// and what it sends goes [Nowhere].
public final class Rehearsal {

  private static final Invocation INVOCATION = new Invocation("priming", () -> true);
  private static final Blank NOTHING = new Blank();

  private Rehearsal() {}

  /// `queue` and `function` are those of the function that forwards.
  public static void forward(NoticeQueue queue, Class<?> function) {
    ForwardHandler handler = new ForwardHandler(new Forward(List.of(queue), (name, keys) -> {}));
    Priming.run((in, out) -> handler.handle(in, out, INVOCATION), function, "dynamodb-stream.json");
  }

  /// `sink`, `accounts` and `function` are those of the function that delivers.
  public static void deliver(EventSink sink, Accounts accounts, Class<?> function) {
    MadeUp world = new MadeUp();
    DeliverHandler handler =
        new DeliverHandler(
            world,
            new Deliver("priming", sink, world, Rules.RAW),
            new DeliverHandler.Books(
                accounts,
                SinkHealth.of(
                    "priming",
                    new SinkHealth.Books(NOTHING, world),
                    InstantSource.fixed(Instant.EPOCH),
                    () -> false),
                (name, numbers) -> {}),
            (pause, receipts) -> {});
    Priming.run((in, out) -> handler.handle(in, out, INVOCATION), function, "sqs.json");
  }

  /// Whatever is looked up is there, and what is parked is forgotten.
  private static final class MadeUp implements EventLog, Parking {

    private static final String EVENT =
        "{\"event\":\"session.command\",\"time\":\"2026-03-01T12:00:00Z\",\"uid\":\"priming\"}";

    @Override
    public List<StoredEvent> find(List<EventKey> keys) {
      return EventJson.read(EVENT.getBytes(UTF_8), Instant.EPOCH) instanceof AuditEvent event
          ? keys.stream().map(key -> new StoredEvent(key, event, false)).toList()
          : List.of();
    }

    @Override
    public List<Appended> append(List<AuditEvent> events) {
      throw new UnsupportedOperationException();
    }

    @Override
    public EventPage search(EventQuery query, @Nullable Position after, int limit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public EventPage session(
        String session, EventQuery.Order order, @Nullable Long after, int limit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Histogram histogram(EventQuery query, Duration step) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void park(List<Refused> refused) {}

    @Override
    public List<Refused> parked(LocalDate day, int limit) {
      return List.of();
    }
  }

  /// Nothing is in it, and what is written is forgotten.
  private static final class Blank implements Register {

    @Override
    public boolean put(Subject subject, Entry entry) {
      return true;
    }

    @Override
    public boolean replace(Subject subject, Entry seen, Entry entry) {
      return true;
    }

    @Override
    public boolean remove(Subject subject, Entry seen) {
      return true;
    }

    @Override
    public Optional<Entry> find(Subject subject, String name) {
      return Optional.empty();
    }

    @Override
    public List<Entry> page(Subject subject, @Nullable String after, int most) {
      return List.of();
    }
  }
}
