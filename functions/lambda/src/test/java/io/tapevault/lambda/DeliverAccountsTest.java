package io.tapevault.lambda;

import static io.tapevault.testkit.contract.Events.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventKey;
import io.tapevault.event.Unavailable;
import io.tapevault.forwarding.Deliver;
import io.tapevault.forwarding.EventSink;
import io.tapevault.forwarding.EventSink.Delivery;
import io.tapevault.forwarding.Outgoing;
import io.tapevault.forwarding.QueueMessages;
import io.tapevault.forwarding.Rules;
import io.tapevault.forwarding.accounts.Account;
import io.tapevault.forwarding.accounts.AccountPage;
import io.tapevault.forwarding.accounts.Accounts;
import io.tapevault.forwarding.accounts.Settled;
import io.tapevault.forwarding.health.SinkHealth;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.Events;
import io.tapevault.testkit.contract.MovableClock;
import io.tapevault.testkit.memory.MemoryAccounts;
import io.tapevault.testkit.memory.MemoryEventLog;
import io.tapevault.testkit.memory.MemoryParking;
import io.tapevault.testkit.memory.MemoryRegister;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What a function notes of what it delivered.
class DeliverAccountsTest {

  private final MovableClock clock = new MovableClock(NOON);
  private final MemoryEventLog log = new MemoryEventLog(clock, Retention.DEFAULT);
  private final MemoryAccounts accounts = new MemoryAccounts(log);
  private final List<String> requests = new ArrayList<>();
  private final List<String> measured = new ArrayList<>();
  private Function<List<Outgoing>, Delivery> siem = batch -> new Delivery.Delivered();
  private boolean paused;

  private List<EventKey> events(int count) {
    List<AuditEvent> events =
        IntStream.range(0, count)
            .mapToObj(i -> Events.command(Events.session(1), i, NOON))
            .toList();
    log.append(events);
    return events.stream().map(AuditEvent::key).toList();
  }

  private DeliverHandler handler(Accounts noted) {
    EventSink sink =
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
            requests.add(batch.size() + " events");
            return siem.apply(batch);
          }
        };
    return new DeliverHandler(
        log,
        new Deliver("siem", sink, new MemoryParking(clock, Retention.DEFAULT), Rules.RAW),
        new DeliverHandler.Books(
            noted,
            SinkHealth.of(
                "siem", new SinkHealth.Books(new MemoryRegister(clock), log), clock, () -> paused),
            (name, numbers) -> measured.add(name + " " + numbers)),
        (pause, receipts) -> {});
  }

  private static List<String> handle(DeliverHandler handler, List<EventKey> keys)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    handler.handle(
        Envelopes.json(
            Envelopes.queue(List.of(Envelopes.message("a", QueueMessages.write(keys).getFirst())))),
        out,
        new Invocation("request", () -> true));
    return Envelopes.queueFailures(out);
  }

  private Account account() {
    return accounts.read("siem", NOON, NOON.plusSeconds(1)).hours().getFirst();
  }

  private static Account account(long stored, long delivered, long parked) {
    return new Account(NOON, stored, delivered, 0, parked, new TreeMap<>());
  }

  @Test
  void what_was_delivered_and_what_was_parked_is_noted() throws IOException {
    List<EventKey> keys = events(5);
    siem =
        batch ->
            batch.stream().anyMatch(one -> one.stored().key().index() == 2)
                ? Delivery.Refused.all(batch, "status 422")
                : new Delivery.Delivered();
    assertEquals(List.of(), handle(handler(accounts), keys));
    assertEquals(account(5, 4, 1), account());
    assertEquals(List.of("siem {Down=0, Waiting=0, delivered=4, parked=1}"), measured);
  }

  @Test
  void a_function_that_dies_between_send_and_note_delivers_again_and_counts_once()
      throws IOException {
    List<EventKey> keys = events(5);
    assertEquals(List.of("a"), handle(handler(new Dying()), keys));
    assertEquals(account(5, 0, 0), account());
    assertEquals(List.of(), handle(handler(accounts), keys));
    assertEquals(List.of(), handle(handler(accounts), keys), "the queue may bring it once more");
    assertEquals(List.of("5 events", "5 events", "5 events"), requests);
    assertEquals(account(5, 5, 0), account());
  }

  private static final class Dying implements Accounts {
    @Override
    public void note(String sink, List<Settled> settled) {
      throw new Unavailable("gone");
    }

    @Override
    public AccountPage read(String sink, Instant from, Instant to) {
      throw new Unavailable("gone");
    }

    @Override
    public Predicate<EventKey> settled(String sink, Instant hour) {
      throw new Unavailable("gone");
    }
  }

  @Test
  void what_is_gone_from_the_log_is_lost_in_the_hour_of_its_notice() throws IOException {
    handle(handler(accounts), List.of(new EventKey("gone", 1)));
    List<Account> hours = accounts.read("siem", Instant.EPOCH, NOON).hours();
    assertEquals(1, hours.size());
    assertEquals(
        Map.of("it expired or was deleted before it was delivered", 1L), hours.getFirst().lost());
    assertEquals(1, hours.getFirst().stored());
  }

  @Test
  void one_that_is_down_is_asked_with_one_event_now_and_then_and_keeps_nothing_from_its_events()
      throws IOException {
    List<EventKey> keys = events(80);
    siem = batch -> new Delivery.Down("status 401");
    DeliverHandler handler = handler(accounts);
    for (int second = 0; second < 300; second++) {
      assertEquals(List.of("a"), handle(handler, keys));
      clock.move(Duration.ofSeconds(1));
    }
    assertEquals(List.of("80 events", "1 events"), requests.stream().distinct().toList());
    assertTrue(requests.size() <= 8, requests::toString);
    assertEquals("siem {Down=1, Waiting=80}", measured.getLast());
    siem = batch -> new Delivery.Delivered();
    clock.move(Duration.ofMinutes(1));
    assertEquals(List.of(), handle(handler, keys));
    assertEquals(80, account().delivered());
  }

  @Test
  void one_that_is_paused_is_not_asked_and_is_not_down() throws IOException {
    List<EventKey> keys = events(3);
    paused = true;
    assertEquals(List.of("a"), handle(handler(accounts), keys));
    assertEquals(List.of(), requests);
    assertEquals("siem {Down=0, Waiting=3}", measured.getLast());
    assertEquals(3, account().waiting());
  }

  @Test
  void a_metric_is_a_line_as_cloudwatch_reads_it() throws IOException {
    String line = SinkMetrics.line("soc", new TreeMap<>(Map.of("Down", 1L, "delivered", 7L)), NOON);
    assertEquals(
        new ObjectMapper()
            .readTree(
                """
                {"_aws":{"Timestamp":1772366400000,"CloudWatchMetrics":[{"Namespace":"Tapevault",
                "Dimensions":[["Sink"]],"Metrics":[{"Name":"Down","Unit":"Count"},
                {"Name":"Delivered","Unit":"Count"}]}]},"Sink":"soc","Down":1,"Delivered":7}\
                """),
        new ObjectMapper().readTree(line));
    assertEquals(1, line.lines().count());
  }
}
