package io.tapevault.lambda;

import static io.tapevault.testkit.contract.Events.NOON;
import static java.util.stream.Collectors.groupingBy;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import io.tapevault.event.Appended;
import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventKey;
import io.tapevault.event.EventQuery;
import io.tapevault.event.Refused;
import io.tapevault.event.Unavailable;
import io.tapevault.forwarding.Deliver;
import io.tapevault.forwarding.EventSink;
import io.tapevault.forwarding.EventSink.Delivery;
import io.tapevault.forwarding.Forward;
import io.tapevault.forwarding.NoticeQueue;
import io.tapevault.forwarding.Outgoing;
import io.tapevault.forwarding.QueueMessages;
import io.tapevault.forwarding.Rules;
import io.tapevault.forwarding.accounts.Account;
import io.tapevault.forwarding.health.SinkHealth;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.Events;
import io.tapevault.testkit.contract.MovableClock;
import io.tapevault.testkit.memory.MemoryAccounts;
import io.tapevault.testkit.memory.MemoryEventLog;
import io.tapevault.testkit.memory.MemoryParking;
import io.tapevault.testkit.memory.MemoryRegister;
import io.tapevault.testkit.memory.MemoryUnsentNotices;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// From the stream to the SIEM, under any schedule of faults: every event is delivered or parked,
/// and those of one session are delivered in order.
class ForwardingPropertyTest {

  private static final int EVENTS = 200;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void every_event_is_delivered_or_parked(long seed) throws IOException {
    Random random = new Random(seed);
    MovableClock clock = new MovableClock(NOON);
    MemoryEventLog log = new MemoryEventLog(clock, Retention.DEFAULT);
    MemoryParking parking = new MemoryParking(clock, Retention.DEFAULT);
    List<EventKey> stored = log.append(events(random)).stream().map(Appended::key).toList();
    MemoryAccounts accounts = new MemoryAccounts(log);
    Fifo queue = new Fifo(random);
    Siem siem = new Siem(random);

    forward(stored, queue, random);
    DeliverHandler handler =
        handler(
            log,
            new Deliver("siem", siem, parking, Rules.RAW),
            accounts,
            health(clock, new MemoryEventLog(clock, Retention.DEFAULT)));
    while (!queue.messages.isEmpty()) {
      clock.move(Duration.ofSeconds(10));
      call(handler, queue, random);
    }

    Set<EventKey> poisoned = stored.stream().filter(Siem::poisons).collect(Collectors.toSet());
    assertEquals(
        stored.stream()
            .filter(key -> !poisoned.contains(key))
            .collect(groupingBy(EventKey::session)),
        siem.taken.stream().collect(groupingBy(EventKey::session)));
    Account account = accounts.read("siem", NOON, NOON.plusSeconds(1)).hours().getFirst();
    assertEquals(
        List.of((long) EVENTS, (long) siem.taken.size(), (long) poisoned.size(), 0L),
        List.of(account.stored(), account.delivered(), account.parked(), account.waiting()));
    // Two notices of one event may bring two reasons.
    assertEquals(
        log.find(List.copyOf(poisoned)).stream()
            .map(one -> one.event().identity())
            .collect(Collectors.toSet()),
        parking.parked(LocalDate.ofInstant(NOON, ZoneOffset.UTC), EVENTS).stream()
            .map(Refused::uid)
            .collect(Collectors.toSet()));
  }

  private static DeliverHandler handler(
      MemoryEventLog log, Deliver deliver, MemoryAccounts accounts, SinkHealth health) {
    return new DeliverHandler(
        log,
        deliver,
        new DeliverHandler.Books(accounts, health, (name, numbers) -> {}),
        (pause, receipts) -> {});
  }

  private static SinkHealth health(MovableClock clock, MemoryEventLog told) {
    return SinkHealth.of(
        "siem", new SinkHealth.Books(new MemoryRegister(clock), told), clock, () -> false);
  }

  private static void call(DeliverHandler handler, Fifo queue, Random random) throws IOException {
    List<SQSMessage> batch = queue.receive(1 + random.nextInt(10));
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    Invocation invocation = new Invocation("request", () -> random.nextInt(5) > 0);
    handler.handle(Envelopes.json(Envelopes.queue(batch)), answer, invocation);
    queue.delete(batch, Envelopes.queueFailures(answer));
  }

  /// A stream forgets after 24 hours.
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {21, 22, 23})
  void one_that_is_away_for_25_hours_gets_everything_in_order(long seed) throws IOException {
    Random random = new Random(seed);
    MovableClock clock = new MovableClock(NOON);
    MemoryEventLog log = new MemoryEventLog(clock, Retention.DEFAULT);
    MemoryEventLog told = new MemoryEventLog(clock, Retention.DEFAULT);
    MemoryAccounts accounts = new MemoryAccounts(log);
    List<EventKey> stored = log.append(events(random)).stream().map(Appended::key).toList();
    Fifo queue = new Fifo(random);
    forward(stored, queue, random);
    List<EventKey> taken = new ArrayList<>();
    EventSink away =
        new Answering(batch -> {
          if (clock.instant().isBefore(NOON.plus(Duration.ofHours(25)))) {
            return random.nextBoolean()
                ? new Delivery.Down("status 403")
                : new Delivery.TryAgain(Duration.ofSeconds(1), true, "no answer in time");
          }
          batch.forEach(one -> taken.add(one.stored().key()));
          return new Delivery.Delivered();
        });
    DeliverHandler handler =
        handler(
            log,
            new Deliver("siem", away, new MemoryParking(clock, Retention.DEFAULT), Rules.RAW),
            accounts,
            health(clock, told));
    while (!queue.messages.isEmpty()) {
      call(handler, queue, random);
      clock.move(Duration.ofMinutes(6));
    }
    assertEquals(
        stored.stream().collect(groupingBy(EventKey::session)),
        taken.stream().distinct().collect(groupingBy(EventKey::session)));
    Account account = accounts.read("siem", NOON, NOON.plusSeconds(1)).hours().getFirst();
    assertEquals(
        List.of((long) EVENTS, (long) EVENTS), List.of(account.stored(), account.delivered()));
    assertEquals(
        List.of("tapevault.sink.down", "tapevault.sink.up"),
        told
            .search(
                new EventQuery(
                    NOON, clock.instant().plusSeconds(1), Set.of(), EventQuery.Order.ASCENDING),
                null,
                10)
            .events()
            .stream()
            .map(one -> one.event().type())
            .toList());
  }

  private static List<AuditEvent> events(Random random) {
    List<AuditEvent> events = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      events.add(Events.command(Events.session(random.nextInt(30)), i, NOON));
    }
    return events;
  }

  /// As a stream does it: again from where it is told to, with whatever has come meanwhile.
  private static void forward(List<EventKey> stored, NoticeQueue queue, Random random)
      throws IOException {
    ForwardHandler handler =
        new ForwardHandler(new Forward(List.of(queue), new MemoryUnsentNotices()));
    int from = 0;
    while (from < stored.size()) {
      int to = Math.min(stored.size(), from + 1 + random.nextInt(120));
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      handler.handle(
          Envelopes.json(Envelopes.inserts(stored.subList(from, to))),
          answer,
          new Invocation("request", () -> true));
      List<String> failures = Envelopes.streamFailures(answer);
      from = failures.isEmpty() ? to : from + Integer.parseInt(failures.getFirst()) - 100;
    }
  }

  /// Keeps messages in order until they are deleted; a send may fail before, in the middle or
  /// behind.
  private static final class Fifo implements NoticeQueue {
    private final Random random;
    private final Deque<SQSMessage> messages = new ArrayDeque<>();
    private int sent;

    Fifo(Random random) {
      this.random = random;
    }

    @Override
    public String name() {
      return "fifo";
    }

    @Override
    public void send(List<EventKey> keys) {
      boolean fails = random.nextInt(3) == 0;
      List<EventKey> some = fails ? keys.subList(0, random.nextInt(keys.size() + 1)) : keys;
      for (int i = 0; i < some.size(); i += 10) {
        String body =
            QueueMessages.write(some.subList(i, Math.min(some.size(), i + 10))).getFirst();
        messages.add(Envelopes.message("m" + sent++, body));
      }
      if (fails) {
        throw new Unavailable("as the test asked");
      }
    }

    List<SQSMessage> receive(int most) {
      return messages.stream().limit(most).toList();
    }

    void delete(List<SQSMessage> received, List<String> failures) {
      Set<String> again = new HashSet<>(failures);
      messages.removeAll(
          received.stream().filter(message -> !again.contains(message.getMessageId())).toList());
    }
  }

  private record Answering(Function<List<Outgoing>, Delivery> answer) implements EventSink {

    @Override
    public Limits limits() {
      return new Limits(40, 1 << 20);
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

  /// Takes a part, or nothing, or takes it and does not say so.
  private static final class Siem implements EventSink {
    private final Random random;
    private final Set<EventKey> taken = new LinkedHashSet<>();

    Siem(Random random) {
      this.random = random;
    }

    static boolean poisons(EventKey key) {
      return key.index() % 37 == 5;
    }

    @Override
    public Limits limits() {
      return new Limits(40, 1 << 20);
    }

    @Override
    public int size(Outgoing event) {
      return event.text().length();
    }

    @Override
    public Delivery deliver(List<Outgoing> batch) {
      Map<Boolean, List<EventKey>> keys =
          batch.stream()
              .map(one -> one.stored().key())
              .collect(Collectors.partitioningBy(Siem::poisons));
      return switch (random.nextInt(12)) {
        case 0, 1 -> new Delivery.TryAgain(Duration.ofSeconds(1), false, "status 503");
        case 2 -> new Delivery.TryAgain(Duration.ofSeconds(1), true, "no answer in time");
        case 3 -> {
          taken.addAll(keys.getOrDefault(false, List.of()));
          yield new Delivery.TryAgain(Duration.ofSeconds(1), true, "no answer in time");
        }
        case 4 -> new Delivery.Down("status 401");
        case 5 ->
            batch.size() > 1 ? Delivery.Refused.all(batch, "status 413") : answer(batch, keys);
        case 6 ->
            keys.getOrDefault(true, List.of()).isEmpty()
                ? answer(batch, keys)
                : Delivery.Refused.all(batch, "status 422");
        default -> answer(batch, keys);
      };
    }

    private Delivery answer(List<Outgoing> batch, Map<Boolean, List<EventKey>> keys) {
      taken.addAll(keys.getOrDefault(false, List.of()));
      List<RefusedEvent> refused = new ArrayList<>();
      for (int i = 0; i < batch.size(); i++) {
        if (poisons(batch.get(i).stored().key())) {
          refused.add(new RefusedEvent(i, "not to my taste"));
        }
      }
      return refused.isEmpty() ? new Delivery.Delivered() : new Delivery.Refused(refused);
    }
  }
}
