package io.tapevault.aws.dynamodb;

import static io.tapevault.testkit.contract.Events.NOON;
import static io.tapevault.testkit.contract.Events.login;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tapevault.aws.dynamodb.table.EventsTable;
import io.tapevault.event.EventKey;
import io.tapevault.event.EventLog;
import io.tapevault.event.StoredEvent;
import io.tapevault.forwarding.accounts.Account;
import io.tapevault.forwarding.accounts.Accounts;
import io.tapevault.forwarding.accounts.Outcome;
import io.tapevault.forwarding.accounts.Settled;
import io.tapevault.forwarding.replay.Replay;
import io.tapevault.forwarding.replay.Replay.Range;
import io.tapevault.forwarding.replay.Replays;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.MovableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// An event whose hour was compared before it was stored, and whose notice is lost as well.
@OnDynamoDb
final class LateEventTest {

  private final MovableClock clock = new MovableClock(NOON);
  private final EventsTable table = TestTables.empty();
  private final EventLog log =
      new DynamoDbEventLog(
          table, new KeptInMemory(), Retention.DEFAULT, clock, TestTables.NO_HURRY);
  private final DynamoDbRegister register = new DynamoDbRegister(table, clock);
  private final Accounts accounts =
      new DynamoDbAccounts(table, Retention.DEFAULT, clock, TestTables.NO_HURRY);
  private final Replays replays = new Replays(register, log, accounts, clock);
  private final List<EventKey> sent = new ArrayList<>();

  private int send(List<StoredEvent> events) {
    events.forEach(event -> sent.add(event.key()));
    accounts.note(
        "soc", events.stream().map(event -> Settled.of(event, Outcome.DELIVERED)).toList());
    return events.size();
  }

  private List<Long> waiting() {
    return accounts.read("soc", NOON, NOON.plusSeconds(3600)).hours().stream()
        .map(Account::waiting)
        .toList();
  }

  @Test
  void it_waits_until_its_hour_is_asked_for_once_more() {
    log.append(List.of(login(0, NOON), login(1, NOON)));
    clock.move(Duration.ofHours(2));
    assertEquals(2, replays.reconcile("soc", () -> NOON, this::send, () -> true));
    assertEquals(List.of(0L), waiting());
    log.append(List.of(login(2, NOON.plusSeconds(1))));
    clock.move(Duration.ofHours(5));
    assertEquals(0, replays.reconcile("soc", () -> NOON, this::send, () -> true));
    assertEquals(List.of(1L), waiting());
    sent.clear();
    Range hour = new Range(NOON, NOON.plusSeconds(3600), true, null);
    Replays.ask(register, Replay.of("soc", hour), clock.instant());
    assertEquals(1, replays.run("soc", this::send, () -> true));
    assertEquals(List.of(login(2, NOON.plusSeconds(1)).key()), sent);
    assertEquals(List.of(0L), waiting());
  }
}
