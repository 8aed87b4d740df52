package io.tapevault.aws.dynamodb;

import static io.tapevault.testkit.contract.Events.NOON;
import static io.tapevault.testkit.contract.Events.login;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.tapevault.aws.dynamodb.item.Attributes;
import io.tapevault.aws.dynamodb.table.EventsTable;
import io.tapevault.event.EventKey;
import io.tapevault.event.EventLog;
import io.tapevault.event.EventQuery;
import io.tapevault.forwarding.accounts.Account;
import io.tapevault.forwarding.accounts.AccountPage;
import io.tapevault.forwarding.accounts.Accounts;
import io.tapevault.forwarding.accounts.Outcome;
import io.tapevault.forwarding.accounts.Settled;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.AccountsContract;
import io.tapevault.testkit.contract.Events;
import io.tapevault.testkit.contract.MovableClock;
import io.tapevault.testkit.contract.Reading;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

@OnDynamoDb
final class DynamoDbAccountsTest extends AccountsContract {

  @Override
  protected Books open(InstantSource clock, Retention retention) {
    EventsTable table = TestTables.empty();
    return new Books(
        log(table, clock, retention),
        new DynamoDbAccounts(table, retention, clock, TestTables.NO_HURRY));
  }

  private static EventLog log(EventsTable table, InstantSource clock, Retention retention) {
    return new DynamoDbEventLog(table, new KeptInMemory(), retention, clock, TestTables.NO_HURRY);
  }

  @Override
  protected Optional<Accounts> denied() {
    return Optional.of(
        new DynamoDbAccounts(TestTables.denied(), Retention.DEFAULT, InstantSource.system()));
  }

  @Nested
  class InTheTable {

    private final MovableClock clock = new MovableClock(NOON);
    private final String name = TestTables.emptyName();
    private final EventsTable table = TestTables.table(name);
    private final EventLog log = log(table, clock, Retention.DEFAULT);
    private final Accounts accounts =
        new DynamoDbAccounts(table, Retention.DEFAULT, clock, TestTables.NO_HURRY);

    private List<Account> hours() {
      return accounts.read("soc", NOON, NOON.plusSeconds(1)).hours();
    }

    @Test
    void a_receipt_is_no_event_to_anybody_who_reads() {
      List<Settled> settled = settled(3);
      accounts.note("soc", settled);
      assertEquals(List.of(), Reading.all(log));
      String partition = "receipts#soc#2026-03-01T12";
      assertEquals(
          List.of(), log.session(partition, EventQuery.Order.ASCENDING, null, 10).events());
      Map<String, AttributeValue> item =
          TestTables.client().scan(scan -> scan.tableName(name)).items().getFirst();
      assertEquals(partition, Attributes.text(item, Attributes.SESSION_ID).orElseThrow());
      assertFalse(item.containsKey(Attributes.EVENT_TYPE));
      assertFalse(item.containsKey(Attributes.CREATED_AT_DATE));
    }

    @Test
    void an_event_that_pretends_to_be_a_receipt_is_none() {
      String json =
          "{\"event\":\"x\",\"uid\":\"u\",\"sid\":\"receipts#soc#2026-03-01T12\",\"ei\":7,\"Outcome\":\"delivered\"}";
      log.append(List.of(Events.event(json)));
      assertEquals(
          List.of(1L, 1L), List.of(hours().getFirst().stored(), hours().getFirst().waiting()));
    }

    @Test
    void what_was_stored_before_a_siem_begins_is_excluded_and_does_not_wait() {
      Instant begin = NOON.plusSeconds(10);
      Accounts known =
          new DynamoDbAccounts(table, Retention.DEFAULT, clock, TestTables.NO_HURRY)
              .from(sink -> sink.equals("soc") ? Optional.of(begin) : Optional.empty());
      log.append(
          List.of(
              login(1, NOON),
              login(2, begin.minusMillis(1)),
              login(3, begin),
              login(4, begin.plusSeconds(1))));
      assertEquals(
          List.of(new Account(NOON, 4, 0, 2, 0, new TreeMap<>())),
          known.read("soc", NOON, NOON.plusSeconds(1)).hours());
      assertEquals(
          List.of(new Account(NOON, 4, 0, 0, 0, new TreeMap<>())),
          known.read("lake", NOON, NOON.plusSeconds(1)).hours());
      // Somebody asked for it all the same.
      known.note("soc", List.of(new Settled(login(1, NOON).key(), NOON, Outcome.DELIVERED, "")));
      assertEquals(
          List.of(new Account(NOON, 4, 1, 1, 0, new TreeMap<>())),
          known.read("soc", NOON, NOON.plusSeconds(1)).hours());
    }

    @Test
    void very_many_are_noted_and_counted_to_the_event() {
      accounts.note("soc", settled(2500));
      accounts.note("soc", settled(2600));
      assertEquals(List.of(new Account(NOON, 2600, 2600, 0, 0, new TreeMap<>())), hours());
    }

    @Test
    void receipts_go_with_their_events() {
      log.append(List.of(login(1, NOON)));
      accounts.note("soc", settled(1));
      clock.move(Duration.ofDays(365).plusHours(2));
      assertEquals(List.of(), hours());
    }

    @Test
    void without_time_the_page_ends_and_says_where_it_goes_on() {
      Accounts hasty = new DynamoDbAccounts(table, Retention.DEFAULT, clock, Duration.ZERO);
      Instant before = NOON.minus(Duration.ofHours(2));
      log.append(List.of(login(1, NOON)));
      AccountPage page = hasty.read("soc", before, NOON.plusSeconds(1));
      assertEquals(new AccountPage(List.of(), NOON.minus(Duration.ofHours(1))), page);
      Account waits = new Account(NOON, 1, 0, 0, 0, new TreeMap<>());
      assertEquals(
          new AccountPage(List.of(waits), null), hasty.read("soc", NOON, NOON.plusSeconds(1)));
    }

    private static List<Settled> settled(int events) {
      return IntStream.range(0, events)
          .mapToObj(i -> new Settled(new EventKey("s" + i, i), NOON, Outcome.DELIVERED, ""))
          .toList();
    }
  }
}
