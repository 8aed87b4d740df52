package io.tapevault.testkit.contract;

import static io.tapevault.testkit.contract.Events.NOON;
import static io.tapevault.testkit.contract.Events.command;
import static io.tapevault.testkit.contract.Events.event;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventPage;
import io.tapevault.event.EventQuery.Order;
import io.tapevault.event.Position;
import io.tapevault.event.StoredEvent;
import io.tapevault.session.Session;
import io.tapevault.session.SessionEvents;
import io.tapevault.session.Sessions;
import io.tapevault.session.SessionsInLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a log's sessions tell, and in which order a person reads them.
interface SessionsPromises extends EventLogPromises {

  default Sessions sessions() {
    return new SessionsInLog(log(), clock());
  }

  @Test
  default void who_joined_in_the_middle_of_a_long_session_took_part() {
    String session = Events.session(1);
    List<AuditEvent> events = new ArrayList<>();
    events.add(of(session, "session.start", 0, "\"user\":\"alice\",\"login\":\"root\""));
    for (int i = 1; i < 400; i++) {
      events.add(
          i == 200
              ? of(session, "session.join", i, "\"user\":\"mallory\"")
              : command(session, i, NOON.plusSeconds(i)));
    }
    events.add(of(session, "session.end", 400, "\"user\":\"alice\""));
    log().append(events);
    assertEquals(
        Optional.of(
            new Session(
                "alice",
                "root",
                "",
                "",
                "",
                NOON,
                NOON.plusSeconds(400),
                List.of("alice", "mallory"),
                false,
                false)),
        sessions().find(session));
  }

  @Test
  default void an_end_alone_tells_the_start_and_who_took_part() {
    String session = Events.session(1);
    log()
        .append(
            List.of(
                of(
                    session,
                    "session.end",
                    400,
                    "\"user\":\"alice\",\"participants\":[\"alice\",\"mallory\"],\"session_start\":\"2026-03-01T11:00:00Z\"")));
    assertEquals(
        Optional.of(
            new Session(
                "alice",
                "",
                "",
                "",
                "",
                NOON.minusSeconds(3600),
                NOON.plusSeconds(400),
                List.of("alice", "mallory"),
                false,
                false)),
        sessions().find(session));
  }

  @Test
  default void a_start_that_was_stored_behind_many_events_of_its_index_is_the_start() {
    String session = Events.session(1);
    List<AuditEvent> events = new ArrayList<>();
    for (int i = 1; i <= 209; i++) {
      events.add(sharing(session, "c" + i, "session.command", i, "\"user\":\"svc\""));
    }
    events.add(
        sharing(
            session,
            "start",
            "session.start",
            0,
            "\"user\":\"alice\",\"login\":\"root\",\"server_hostname\":\"web-1\""));
    events.add(
        sharing(
            session,
            "end",
            "session.end",
            4200,
            "\"user\":\"alice\",\"participants\":[\"alice\"]"));
    log().append(events);
    assertEquals(
        Optional.of(
            new Session(
                "alice",
                "root",
                "web-1",
                "",
                "",
                NOON,
                NOON.plusSeconds(4200),
                List.of("alice"),
                false,
                false)),
        sessions().find(session));
  }

  @Test
  default void start_or_end_say_that_nothing_was_recorded() {
    for (String type : List.of("session.start", "session.end")) {
      for (String mode : List.of("off", "node", "proxy-sync")) {
        String session = type + "-" + mode;
        log().append(List.of(of(session, type, 0, "\"session_recording\":\"" + mode + "\"")));
        assertEquals(
            mode.equals("off"), sessions().find(session).orElseThrow().notRecorded(), session);
      }
    }
  }

  @Test
  default void a_session_of_which_there_is_no_event_is_none() {
    log().append(List.of(command(Events.session(1), 0, NOON)));
    assertEquals(Optional.empty(), sessions().find(Events.session(2)));
    assertEquals(Optional.empty(), sessions().find("no id"));
  }

  @Test
  default void a_thousand_participants_are_named_and_what_is_long_is_cut() {
    String session = Events.session(1);
    List<AuditEvent> events = new ArrayList<>();
    events.add(of(session, "session.start", 0, "\"user\":\"" + "a".repeat(300_000) + "\""));
    for (int i = 1; i <= 1_001; i++) {
      events.add(of(session, "session.join", i, "\"user\":\"user-" + i + "\""));
    }
    log().append(events);
    Session told = sessions().find(session).orElseThrow();
    assertEquals("a".repeat(256) + "…", told.user());
    assertEquals(1_000, told.participants().size());
    assertEquals(told.user(), told.participants().getFirst());
  }

  @Test
  default void events_of_one_index_are_read_in_the_order_in_which_they_happened() {
    String session = Events.session(1);
    List<AuditEvent> events = new ArrayList<>();
    for (int i = 9; i >= 1; i--) {
      events.add(sharing(session, "c" + i, "session.command", i, "\"program\":\"p" + i + "\""));
    }
    events.add(sharing(session, "s", "session.start", 0, "\"user\":\"alice\""));
    log().append(events);
    List<String> expected = List.of("s", "c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9");
    for (int pageSize : List.of(1, 3, 10, 11)) {
      assertEquals(expected, uids(session, Order.ASCENDING, pageSize));
      assertEquals(expected.reversed(), uids(session, Order.DESCENDING, pageSize));
    }
  }

  private List<String> uids(String session, Order order, int pageSize) {
    List<String> uids = new ArrayList<>();
    Position after = null;
    EventPage page;
    do {
      page = new SessionEvents(log(), clock()).page(session, order, after, pageSize).orElseThrow();
      page.events().stream().map(StoredEvent::event).map(AuditEvent::identity).forEach(uids::add);
      after = page.end();
    } while (page.more());
    return uids;
  }

  private static AuditEvent of(String session, String type, long index, String members) {
    return told(session, type + index, type, index, index, members);
  }

  /// An event that shares index 0 with others.
  private static AuditEvent sharing(
      String session, String uid, String type, long second, String members) {
    return told(session, uid, type, 0, second, members);
  }

  private static AuditEvent told(
      String session, String uid, String type, long index, long second, String members) {
    return event(
        """
        {"event":"%s","uid":"%s","sid":"%s","ei":%d,"time":"%s",%s}\
        """
            .formatted(type, uid, session, index, NOON.plusSeconds(second), members));
  }
}
