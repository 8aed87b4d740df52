package io.tapevault.aws.dynamodb;

import static io.tapevault.testkit.contract.Events.NOON;
import static io.tapevault.testkit.contract.Events.command;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tapevault.alarm.Register.Subject;
import io.tapevault.aws.dynamodb.item.Attributes;
import io.tapevault.aws.dynamodb.item.Wire;
import io.tapevault.aws.dynamodb.table.EventsTable;
import io.tapevault.aws.dynamodb.table.TimeLeft;
import io.tapevault.event.Appended;
import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventQuery.Order;
import io.tapevault.event.NotPermitted;
import io.tapevault.hold.Hold;
import io.tapevault.hold.Hold.Said;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.Events;
import io.tapevault.testkit.contract.HoldsContract;
import io.tapevault.testkit.contract.MovableClock;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

@OnDynamoDb
final class DynamoDbHoldsTest extends HoldsContract {

  private static final String SESSION = Events.session(1);
  private static final Retention MONTH = new Retention.For(Duration.ofDays(30));

  @Override
  protected Opened open(InstantSource clock, Retention retention) {
    DynamoDbEventLog log = log(TestTables.empty(), retention, clock);
    return new Opened(log, log.holds());
  }

  private static DynamoDbEventLog log(EventsTable table, Retention retention, InstantSource clock) {
    return new DynamoDbEventLog(table, new KeptInMemory(), retention, clock, TestTables.NO_HURRY);
  }

  @Nested
  class Limits {

    private final MovableClock clock = new MovableClock(NOON);
    private final EventsTable table = TestTables.empty();
    private final DynamoDbEventLog log = log(table, MONTH, clock);
    private final Hold hold = Hold.of(SESSION, new Said("alice", "case 12", NOON));

    private Map<String, AttributeValue> item(AuditEvent event) {
      return new Lookup(table, TimeLeft.of(TestTables.NO_HURRY, clock))
          .read(List.of(event.key()), Wire::item)
          .getFirst();
    }

    @Test
    void another_process_notices_a_hold_within_ten_seconds_and_what_it_missed_is_kept_later() {
      DynamoDbEventLog other = log(table, MONTH, clock);
      other.append(List.of(command(SESSION, 0, NOON)));
      log.holds().place(hold);
      log.holds().keep(SESSION);
      other.append(List.of(command(SESSION, 1, NOON)));
      clock.move(Duration.ofSeconds(10));
      other.append(List.of(command(SESSION, 2, NOON)));
      log.holds().keep(SESSION);
      clock.move(Duration.ofDays(60));
      assertEquals(3, other.session(SESSION, Order.ASCENDING, null, 10).events().size());
    }

    @Test
    void an_event_of_a_session_with_the_name_of_a_partition_of_ours_is_an_event_and_nothing_else() {
      for (String sid : List.of("holds#", "register#nodes", "register#sinks")) {
        assertInstanceOf(
            Appended.Stored.class, log.append(List.of(command(sid, 7, NOON))).getFirst(), sid);
      }
      log.holds().place(hold);
      clock.move(Duration.ofMinutes(1));
      assertEquals(List.of(hold), log.holds().list("", 10));
      assertInstanceOf(
          Appended.Stored.class, log.append(List.of(command(SESSION, 1, NOON))).getFirst());
      DynamoDbRegister register = new DynamoDbRegister(table, clock);
      assertEquals(List.of(), register.page(Subject.NODES, null, 10));
      assertEquals(List.of(), register.page(Subject.SINKS, null, 10));
    }

    @Test
    void holding_and_letting_go_change_nothing_but_when_an_event_expires() {
      AuditEvent event = command(SESSION, 0, NOON);
      log.append(List.of(event));
      Map<String, AttributeValue> before = item(event);
      log.holds().place(hold);
      log.holds().keep(SESSION);
      Set<String> names = new TreeSet<>(before.keySet());
      names.remove(Attributes.EXPIRES);
      names.add(Attributes.HELD);
      assertEquals(names, new TreeSet<>(item(event).keySet()));
      assertEquals(before.get(Attributes.EXPIRES), item(event).get(Attributes.HELD));
      log.holds().release(SESSION, new Said("bob", "closed", NOON));
      log.holds().letGo(SESSION);
      Map<String, AttributeValue> after = item(event);
      assertEquals(before.get(Attributes.EXPIRES), after.get(Attributes.EXPIRES));
      assertEquals(before.get(Attributes.FIELDS_MAP), after.get(Attributes.FIELDS_MAP));
      assertEquals(before.get(Attributes.HASH), after.get(Attributes.HASH));
    }

    @Test
    void the_log_takes_events_where_the_role_may_not_ask_for_holds() {
      EventsTable blind =
          TestTables.table(
              new BetweenUs() {
                @Override
                Answer answer(String action, String request, Dynamo dynamo) throws IOException {
                  return action.equals("Query") ? TestTables.DENIED : dynamo.answer();
                }
              },
              TestTables.emptyName());
      DynamoDbEventLog writing = log(blind, MONTH, clock);
      assertEquals(1, writing.append(List.of(command(SESSION, 0, NOON))).size());
      assertThrows(NotPermitted.class, () -> writing.holds().find(SESSION));
    }
  }
}
