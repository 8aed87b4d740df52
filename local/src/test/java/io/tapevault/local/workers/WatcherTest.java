package io.tapevault.local.workers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tapevault.alarm.MissingRecordings;
import io.tapevault.alarm.Silences;
import io.tapevault.alarm.WatchfulLog;
import io.tapevault.configuration.VaultConfig;
import io.tapevault.disk.sqlite.SqliteDatabase;
import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventLog;
import io.tapevault.event.EventQuery;
import io.tapevault.event.EventQuery.Order;
import io.tapevault.json.EventJson;
import io.tapevault.session.SessionsInLog;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.MovableClock;
import io.tapevault.testkit.memory.MemoryObjectStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WatcherTest {

  private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

  @TempDir private Path folder;
  private final MovableClock clock = new MovableClock(NOON);

  @Test
  void what_was_heard_before_a_restart_is_told_after_it_and_once() {
    try (SqliteDatabase database = open()) {
      AuditEvent heartbeat =
          (AuditEvent)
              EventJson.read(
                  "{\"event\":\"tapevault.node.heartbeat\",\"node\":\"web-1\"}".getBytes(UTF_8),
                  NOON);
      AuditEvent end =
          (AuditEvent)
              EventJson.read("{\"event\":\"session.end\",\"sid\":\"s1\"}".getBytes(UTF_8), NOON);
      new WatchfulLog(database.log(), database.register(), clock, VaultConfig.DEFAULT::nodes)
          .append(List.of(heartbeat, end));
    }
    clock.move(Duration.ofDays(1));
    for (int start = 0; start < 2; start++) {
      try (SqliteDatabase database = open()) {
        watcher(database).look();
        watcher(database).look();
        EventQuery all =
            new EventQuery(
                NOON,
                clock.instant().plusSeconds(1),
                Set.of("tapevault.node.silent", "recording.missing"),
                Order.ASCENDING);
        assertEquals(
            List.of("tapevault.node.silent", "recording.missing"),
            database.log().search(all, null, 10).events().stream()
                .map(stored -> stored.event().type())
                .toList());
      }
    }
  }

  private SqliteDatabase open() {
    return SqliteDatabase.open(folder.resolve("events.db"), clock, Retention.DEFAULT);
  }

  private Watcher watcher(SqliteDatabase database) {
    EventLog log = database.log();
    return new Watcher(
        new Silences(database.register(), log),
        new MissingRecordings(
            database.register(), log, new MemoryObjectStore(clock), new SessionsInLog(log, clock)),
        clock);
  }
}
