package io.tapevault.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.disk.sqlite.SqliteDatabase;
import io.tapevault.forwarding.Deliver;
import io.tapevault.forwarding.Rules;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.forwarding.accounts.Accounts;
import io.tapevault.forwarding.health.SinkHealth;
import io.tapevault.forwarding.replay.Replays;
import io.tapevault.local.workers.SiemWorker;
import io.tapevault.settings.Retention;
import io.tapevault.siem.http.SiemHttp.Timeouts;
import io.tapevault.siem.webhook.WebhookSink;
import io.tapevault.testkit.contract.Events;
import io.tapevault.testkit.contract.MovableClock;
import io.tapevault.testkit.memory.MemoryEventLog;
import io.tapevault.testkit.memory.MemoryRegister;
import io.tapevault.testkit.siem.Answer;
import io.tapevault.testkit.siem.FaultySiem;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/// What a worker does with a SIEM that is slow, refuses everything, never ends or is long away, and
/// what it says of it.
@Timeout(60)
// It hears what is said on the error output of all.
@Isolated
final class BadSiemTest {

  private static final Pattern UID = Pattern.compile("\"uid\":\"([^\"]+)\"");
  private static final Duration PATIENCE = Duration.ofMillis(600);

  @TempDir private Path data;
  private final MovableClock clock = new MovableClock(Events.NOON);
  private final Set<String> arrived = new LinkedHashSet<>();
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final PrintStream errors = System.err;
  private SqliteDatabase database;

  @BeforeEach
  void open() {
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    database = SqliteDatabase.open(data.resolve("events.db"), clock, Retention.DEFAULT);
  }

  @AfterEach
  void close() {
    database.close();
    System.setErr(errors);
  }

  private List<String> store(int count) {
    database
        .log()
        .append(IntStream.range(0, count).mapToObj(i -> Events.login(i, Events.NOON)).toList());
    return IntStream.range(0, count).mapToObj(i -> Events.uuid("login " + i)).toList();
  }

  private SiemWorker worker(FaultySiem siem) {
    SinkSpec spec = SinkSpec.webhook("soc", siem.uri(), null);
    WebhookSink sink =
        WebhookSink.open(
            spec, InstantSource.system(), new Timeouts(PATIENCE, PATIENCE, Duration.ofMillis(100)));
    // What is told of the SIEM is told elsewhere: it would arrive too.
    MemoryRegister register = new MemoryRegister(clock);
    SinkHealth health =
        SinkHealth.of(
            "soc",
            new SinkHealth.Books(register, new MemoryEventLog(clock, Retention.DEFAULT)),
            clock,
            () -> false);
    Accounts accounts = database.accounts();
    return SiemWorker.start(
        new SiemWorker.Books(
            database.feed(), accounts, new Replays(register, database.log(), accounts, clock)),
        new Deliver("soc", sink, database.parking(), Rules.RAW),
        health,
        clock);
  }

  private Answer taking() {
    return (request, connection) -> {
      synchronized (arrived) {
        arrived.addAll(uids(request));
      }
      Answer.status(200).to(request, connection);
    };
  }

  private static List<String> uids(FaultySiem.Request request) {
    return UID.matcher(request.body()).results().map(one -> one.group(1)).toList();
  }

  private void await(List<String> uids) throws InterruptedException {
    for (int i = 0; i < 300 && arrived().size() < uids.size(); i++) {
      Thread.sleep(100);
    }
    assertEquals(uids, arrived());
  }

  private List<String> arrived() {
    synchronized (arrived) {
      return new ArrayList<>(arrived);
    }
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }

  private int parked() {
    return database.parking().parked(LocalDate.ofInstant(Events.NOON, ZoneOffset.UTC), 10).size();
  }

  @Test
  void one_that_is_too_slow_for_large_batches_gets_smaller_ones_and_all_events_arrive()
      throws Exception {
    Answer slow =
        (request, connection) ->
            (uids(request).size() > 300 ? Answer.silence() : taking()).to(request, connection);
    try (FaultySiem siem = FaultySiem.start(slow);
        SiemWorker _ = worker(siem)) {
      await(store(520));
      assertTrue(siem.requests().size() <= 6, () -> siem.requests().size() + " requests");
    }
    assertEquals(0, parked());
  }

  @Test
  void one_that_refuses_everything_is_down_until_it_is_put_right_and_nothing_is_parked()
      throws Exception {
    try (FaultySiem siem = FaultySiem.start(Answer.saying(400, "wrong port?"));
        SiemWorker _ = worker(siem)) {
      List<String> uids = store(205);
      Thread.sleep(1500);
      siem.answer(taking());
      await(uids);
    }
    assertEquals(0, parked());
    assertFalse(said().contains("parked"), this::said);
    assertTrue(
        said()
            .contains(
                "the SIEM soc takes nothing now: it refuses everything: status 400 “wrong port?”;"
                    + " 205 events wait, since 2026-03-01T12:00:00Z"),
        this::said);
    assertTrue(said().contains("the SIEM soc takes events again"), this::said);
  }

  @Test
  void one_that_answers_2xx_and_never_ends_has_taken_the_events_with_one_request()
      throws Exception {
    try (FaultySiem siem = FaultySiem.start(Answer.unfinished(200));
        SiemWorker _ = worker(siem)) {
      store(5);
      for (int i = 0; i < 100 && database.feed().waiting("soc") > 0; i++) {
        Thread.sleep(100);
      }
      assertEquals(0, database.feed().waiting("soc"));
      assertEquals(1, siem.requests().size());
    }
    assertEquals("", said());
  }

  @Test
  void one_that_was_away_for_longer_than_the_retention_gets_what_waited() throws Exception {
    try (FaultySiem siem = FaultySiem.start(Answer.status(503));
        SiemWorker _ = worker(siem)) {
      List<String> uids = store(50);
      Thread.sleep(500);
      clock.move(Duration.ofDays(370));
      assertEquals(0, database.sweep(Set.of("soc")).events());
      siem.answer(taking());
      await(uids);
    }
    assertFalse(said().contains("lost"), this::said);
  }

  @Test
  void the_one_event_that_is_refused_is_parked_and_that_is_said() throws Exception {
    String bad = Events.uuid("login 7");
    Answer picky =
        (request, connection) ->
            (uids(request).contains(bad) ? Answer.status(422) : taking()).to(request, connection);
    try (FaultySiem siem = FaultySiem.start(picky);
        SiemWorker _ = worker(siem)) {
      List<String> uids = new ArrayList<>(store(20));
      uids.remove(bad);
      await(uids);
    }
    assertEquals(1, parked());
    assertTrue(said().contains("the SIEM soc refused 1 events for good; parked"), this::said);
  }
}
