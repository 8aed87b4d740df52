package io.tapevault.lambda;

import static io.tapevault.lambda.Envelopes.message;
import static io.tapevault.testkit.contract.Events.NOON;

import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventKey;
import io.tapevault.event.EventLog;
import io.tapevault.event.Refused;
import io.tapevault.forwarding.Deliver;
import io.tapevault.forwarding.EventSink;
import io.tapevault.forwarding.EventSink.Delivery;
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
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;

/// The function of a SIEM that answers as it is told.
abstract class DeliverHandling {

  static final InstantSource CLOCK = InstantSource.fixed(NOON);
  static final Delivery BUSY = new Delivery.TryAgain(Duration.ofSeconds(1), false, "status 503");

  final MemoryEventLog log = new MemoryEventLog(CLOCK, Retention.DEFAULT);
  final MemoryParking parking = new MemoryParking(CLOCK, Retention.DEFAULT);
  final List<EventKey> delivered = new ArrayList<>();
  final List<String> pauses = new ArrayList<>();

  /// The keys of new events of one session, in the log.
  List<EventKey> events(int session, int count) {
    List<AuditEvent> events =
        IntStream.range(0, count)
            .mapToObj(i -> Events.command(Events.session(session), i, NOON))
            .toList();
    log.append(events);
    return events.stream().map(AuditEvent::key).toList();
  }

  static SQSMessage notice(String id, List<EventKey> keys) {
    return message(id, QueueMessages.write(keys).getFirst());
  }

  Delivery take(List<Outgoing> batch) {
    batch.forEach(event -> delivered.add(event.stored().key()));
    return new Delivery.Delivered();
  }

  /// A SIEM that takes the first `count` events, one in a request, and then nothing.
  Siem takingOnly(int count) {
    return new Siem(1, batch -> delivered.size() < count ? take(batch) : BUSY);
  }

  /// A SIEM that takes so many events at once.
  record Siem(int most, Function<List<Outgoing>, Delivery> answer) implements EventSink {
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

  EventSink taking() {
    return new Siem(500, this::take);
  }

  List<String> handle(EventSink sink, SQSMessage... messages) throws IOException {
    return handle(log, sink, Envelopes.json(Envelopes.queue(List.of(messages))), () -> true);
  }

  List<String> handle(EventLog from, EventSink sink, InputStream in, BooleanSupplier timeLeft)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    handler(from, sink).handle(in, out, new Invocation("request", timeLeft));
    return Envelopes.queueFailures(out);
  }

  DeliverHandler handler(EventLog from, EventSink sink) {
    return new DeliverHandler(
        from,
        new Deliver("siem", sink, parking, Rules.RAW),
        books(),
        (pause, receipts) -> receipts.forEach(one -> pauses.add(one + " " + pause.toSeconds())));
  }

  DeliverHandler.Books books() {
    return new DeliverHandler.Books(
        new MemoryAccounts(log),
        SinkHealth.of(
            "siem", new SinkHealth.Books(new MemoryRegister(CLOCK), log), CLOCK, () -> false),
        (name, numbers) -> {});
  }

  List<String> parked() {
    return parking.parked(LocalDate.ofInstant(NOON, ZoneOffset.UTC), 100).stream()
        .map(Refused::detail)
        .toList();
  }
}
