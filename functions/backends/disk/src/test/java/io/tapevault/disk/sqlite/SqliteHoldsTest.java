package io.tapevault.disk.sqlite;

import static io.tapevault.testkit.contract.Events.NOON;
import static io.tapevault.testkit.contract.Events.command;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tapevault.event.EventQuery.Order;
import io.tapevault.hold.Hold;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.Events;
import io.tapevault.testkit.contract.HoldsContract;
import io.tapevault.testkit.contract.MovableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteHoldsTest extends HoldsContract {

  @TempDir private Path folder;

  @AutoClose private final Databases databases = new Databases();

  @Override
  protected Opened open(InstantSource clock, Retention retention) {
    SqliteDatabase database = databases.in(folder, clock, retention);
    return new Opened(database.log(), database.holds());
  }

  @Test
  void a_sweep_deletes_nothing_that_is_held_and_all_that_was_let_go() {
    MovableClock clock = new MovableClock(NOON);
    SqliteDatabase database = databases.in(folder, clock, new Retention.For(Duration.ofDays(30)));
    String held = Events.session(1);
    String other = Events.session(2);
    database.log().append(List.of(command(held, 0, NOON), command(other, 0, NOON)));
    database.holds().place(Hold.of(held, new Hold.Said("alice", "case 12", NOON)));
    database.holds().keep(held);
    List<Long> deleted = new ArrayList<>();
    clock.move(Duration.ofDays(30));
    // More than a tenth at once is deleted after a week.
    for (int week = 0; week < 2; week++) {
      deleted.add(database.sweep(Set.of()).events());
      clock.move(Duration.ofDays(7));
    }
    assertEquals(1, database.log().session(held, Order.ASCENDING, null, 10).events().size());
    database.holds().release(held, new Hold.Said("bob", "closed", NOON));
    database.holds().letGo(held);
    for (int week = 0; week < 2; week++) {
      deleted.add(database.sweep(Set.of()).events());
      clock.move(Duration.ofDays(7));
    }
    assertEquals(List.of(0L, 1L, 1L, 0L), deleted);
  }
}
