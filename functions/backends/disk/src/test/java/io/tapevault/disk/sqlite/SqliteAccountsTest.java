package io.tapevault.disk.sqlite;

import static io.tapevault.testkit.contract.Events.NOON;
import static io.tapevault.testkit.contract.Events.login;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tapevault.event.StoredEvent;
import io.tapevault.forwarding.Begin;
import io.tapevault.forwarding.accounts.Account;
import io.tapevault.forwarding.accounts.Accounts;
import io.tapevault.forwarding.accounts.Outcome;
import io.tapevault.forwarding.accounts.Settled;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.AccountsContract;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteAccountsTest extends AccountsContract {

  @TempDir private Path folder;

  @AutoClose private final Databases databases = new Databases();

  @Override
  protected Books open(InstantSource clock, Retention retention) {
    SqliteDatabase database = databases.in(folder, clock, retention);
    return new Books(database.log(), database.accounts());
  }

  @Override
  protected Optional<Accounts> denied() {
    return Optional.empty();
  }

  @Test
  void what_a_siem_has_had_is_delivered_but_for_what_was_noted_at_the_same_moment() {
    SqliteDatabase database = databases.in(folder, InstantSource.fixed(NOON), Retention.DEFAULT);
    database.log().append(IntStream.range(0, 10).mapToObj(i -> login(i, NOON)).toList());
    List<StoredEvent> events =
        database.feed().pending("siem", 10).stream().map(entry -> entry.event()).toList();
    List<Settled> noted =
        List.of(
            Settled.of(events.get(0), Outcome.DELIVERED),
            Settled.of(events.get(1), Outcome.PARKED),
            Settled.of(events.get(2), Outcome.EXCLUDED),
            Settled.lost(events.get(3), "too old"));
    database.feed().done("siem", 8, noted);
    database.feed().done("siem", 8, noted);
    Account first = new Account(NOON, 10, 5, 1, 1, new TreeMap<>(Map.of("too old", 1L)));
    assertEquals(List.of(first), hours(database));
    assertEquals(2, first.waiting());
    database.accounts().note("siem", List.of(Settled.of(events.get(1), Outcome.DELIVERED)));
    database.feed().done("siem", 8, noted);
    assertEquals(6, hours(database).getFirst().delivered(), "it was parked, and is not any more");
  }

  @Test
  void what_was_stored_before_a_siem_begins_is_excluded() {
    SqliteDatabase database = databases.in(folder, InstantSource.fixed(NOON), Retention.DEFAULT);
    database.log().append(IntStream.range(0, 10).mapToObj(i -> login(i, NOON)).toList());
    database.feed().begin("siem", new Begin.Now());
    database.log().append(IntStream.range(10, 13).mapToObj(i -> login(i, NOON)).toList());
    database.feed().done("siem", 12, List.of());
    database.feed().begin("siem", new Begin.Oldest());
    Account expected = new Account(NOON, 13, 2, 10, 0, new TreeMap<>());
    assertEquals(List.of(expected), hours(database));
    assertEquals(1, expected.waiting());
  }

  private static List<Account> hours(SqliteDatabase database) {
    return database.accounts().read("siem", NOON, NOON.plusSeconds(1)).hours();
  }
}
