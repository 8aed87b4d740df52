package io.tapevault.catalogue;

import static io.tapevault.testkit.contract.Events.NOON;
import static io.tapevault.testkit.contract.Events.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tapevault.catalogue.Listed.Arrived;
import io.tapevault.catalogue.Listed.Kind;
import io.tapevault.catalogue.Listed.State;
import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventQuery.Order;
import io.tapevault.event.Unavailable;
import io.tapevault.session.Session;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.MovableClock;
import io.tapevault.testkit.memory.MemoryCatalogue;
import io.tapevault.testkit.memory.MemoryEventLog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class CataloguingTest {

  private static final Listed WHOLE =
      new Listed(
          "s",
          NOON,
          Kind.SSH,
          new Session(
              "alice",
              "root",
              "web-1",
              "",
              "",
              NOON,
              NOON.plusSeconds(9),
              List.of("alice", "bob"),
              false,
              false),
          List.of(
              new Arrived(NOON.plusSeconds(10), 5, "aa", "2018"),
              new Arrived(NOON.plusSeconds(11), 7, "bb", "")));

  private static final List<AuditEvent> EVENTS =
      List.of(
          told(
              "session.start",
              0,
              "\"user\":\"alice\",\"login\":\"root\",\"server_hostname\":\"web-1\""),
          told("session.join", 3, "\"user\":\"bob\""),
          told("session.command", 4, "\"user\":\"alice\""),
          told("session.end", 9, "\"user\":\"alice\""),
          told("session.upload", 10, "\"size\":5,\"sha256\":\"aa\",\"format\":\"2018\""),
          told("session.upload", 11, "\"size\":7,\"sha256\":\"bb\""));

  private final MovableClock clock = new MovableClock(NOON);
  private final MemoryEventLog log = new MemoryEventLog(clock, Retention.DEFAULT);
  private final MemoryCatalogue catalogue = new MemoryCatalogue(clock, Retention.DEFAULT);
  private final Cataloguing cataloguing = new Cataloguing(log, catalogue, clock);

  private static AuditEvent told(String type, int second, String members) {
    return told("s", type, second, members);
  }

  private static AuditEvent told(String sid, String type, int second, String members) {
    return event(
        """
        {"event":"%1$s","uid":"%1$s %2$s %3$d","sid":"%2$s","ei":%4$d,"time":"%5$s",%6$s}\
        """
            .formatted(type, sid, second, Math.max(0, second), NOON.plusSeconds(second), members));
  }

  @Test
  void any_order_of_events_each_twice_lists_the_same() {
    for (int seed = 0; seed < 50; seed++) {
      MemoryEventLog other = new MemoryEventLog(clock, Retention.DEFAULT);
      MemoryCatalogue list = new MemoryCatalogue(clock, Retention.DEFAULT);
      List<AuditEvent> shuffled = new ArrayList<>(EVENTS);
      shuffled.addAll(EVENTS);
      Collections.shuffle(shuffled, new Random(seed));
      for (AuditEvent event : shuffled) {
        other.append(List.of(event));
        new Cataloguing(other, list, clock).renew("s");
      }
      assertEquals(WHOLE, list.find("s").orElseThrow().session(), "seed " + seed);
    }
  }

  @Test
  void what_is_listed_is_made_again_from_the_log_by_time() {
    log.append(EVENTS);
    log.append(List.of(told("early", "session.end", -100, "\"user\":\"a\"")));
    log.append(List.of(told("late", "session.start", 100, "\"user\":\"a\"")));
    log.append(List.of(told("silent", "session.command", 5, "\"user\":\"a\"")));
    cataloguing.rebuild(NOON, NOON.plusSeconds(100));
    assertEquals(List.of("s"), listed());
    assertEquals(WHOLE, catalogue.find("s").orElseThrow().session());
    cataloguing.rebuild(NOON.minusSeconds(100), NOON.plusSeconds(101));
    assertEquals(List.of("early", "s", "late"), listed());
  }

  private List<String> listed() {
    CatalogueQuery query =
        new CatalogueQuery(
            NOON.minusSeconds(999), NOON.plusSeconds(999), Map.of(), null, null, Order.ASCENDING);
    return catalogue.page(query, null, 100).sessions().stream().map(Listed::sid).toList();
  }

  @Test
  void a_session_without_a_recording_runs_or_was_not_recorded_or_has_none() {
    assertEquals(State.RUNNING, state("running", told("running", "session.start", 0, "\"a\":1")));
    assertEquals(
        State.NOT_RECORDED,
        state("off", told("off", "session.start", 0, "\"session_recording\":\"off\"")));
    assertEquals(State.NO_RECORDING, state("ended", told("ended", "session.end", 0, "\"a\":1")));
    assertEquals(State.RECORDED, state("alone", told("alone", "session.upload", 0, "\"a\":1")));
  }

  private State state(String sid, AuditEvent event) {
    log.append(List.of(event));
    cataloguing.renew(sid);
    return catalogue.find(sid).orElseThrow().session().state();
  }

  @Test
  void start_and_end_tell_the_kind() {
    assertEquals(Kind.SSH, kind("session.start", "\"proto\":\"ssh\""));
    assertEquals(Kind.K8S, kind("session.start", "\"proto\":\"kube\""));
    assertEquals(Kind.DB, kind("db.session.end", "\"proto\":\"x\""));
    assertEquals(Kind.APP, kind("app.session.start", "\"proto\":\"x\""));
    assertEquals(Kind.DESKTOP, kind("windows.desktop.session.end", "\"proto\":\"x\""));
    // Nothing but its recording is known.
    assertEquals(Kind.DB, kind("session.upload", "\"session_kind\":\"db\""));
    assertEquals(Kind.SSH, kind("session.upload", "\"session_kind\":\"odd\""));
  }

  private Kind kind(String type, String members) {
    String sid = type + members;
    log.append(List.of(told("of " + sid.hashCode(), type, 0, members)));
    cataloguing.renew("of " + sid.hashCode());
    return catalogue.find("of " + sid.hashCode()).orElseThrow().session().kind();
  }

  @Test
  void a_hundred_participants_are_listed_and_the_rest_is_said() {
    log.append(
        IntStream.rangeClosed(1, 101)
            .mapToObj(i -> told("session.join", i, "\"user\":\"u" + i + "\""))
            .toList());
    cataloguing.renew("s");
    Session told = catalogue.find("s").orElseThrow().session().told();
    assertEquals(100, told.participants().size());
    assertEquals(true, told.partial());
  }

  @Test
  void a_session_of_which_nothing_is_told_is_not_listed() {
    cataloguing.renew("s");
    assertEquals(Optional.empty(), catalogue.find("s"));
  }

  @Test
  void whoever_is_overtaken_reads_the_log_again() {
    log.append(EVENTS.subList(0, 1));
    Overtaken overtaken = new Overtaken(1);
    new Cataloguing(log, overtaken, clock).renew("s");
    assertEquals(WHOLE, catalogue.find("s").orElseThrow().session());
    assertThrows(
        Unavailable.class, () -> new Cataloguing(log, new Overtaken(99), clock).renew("s"));
  }

  /// Before a put, somebody else has stored the other events, and listed the session.
  private final class Overtaken implements Catalogue {

    private int left;

    Overtaken(int times) {
      left = times;
    }

    @Override
    public Optional<Entry> find(String sid) {
      return catalogue.find(sid);
    }

    @Override
    public boolean put(Listed session, long seen) {
      if (left-- > 0) {
        log.append(EVENTS);
        cataloguing.renew("s");
      }
      return catalogue.put(session, seen);
    }

    @Override
    public Page page(CatalogueQuery query, @Nullable Place after, int limit) {
      return catalogue.page(query, after, limit);
    }
  }

  @Test
  void the_text_that_is_kept_says_all_of_it() {
    assertEquals(WHOLE, ListedJson.read(ListedJson.write(WHOLE)));
    assertEquals(Instant.parse("2026-03-01T12:00:00Z"), WHOLE.at());
  }
}
