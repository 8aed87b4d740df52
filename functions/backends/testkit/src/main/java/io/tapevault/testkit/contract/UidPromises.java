package io.tapevault.testkit.contract;

import static io.tapevault.testkit.contract.Events.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tapevault.event.AuditEvent;
import io.tapevault.search.EventByUid;
import io.tapevault.search.EventByUid.Looked;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Finding an event by its `uid`.
interface UidPromises extends EventLogPromises {

  private static AuditEvent event(String uid, String more) {
    return Events.event(
        "{\"event\":\"x\",\"uid\":\"%s\",\"time\":\"%s\"%s}".formatted(uid, NOON, more));
  }

  private String found(String uid, Duration from, Duration to) {
    return switch (new EventByUid(log()).find(uid, NOON.plus(from), NOON.plus(to))) {
      case Looked.Found(var stored) -> Events.canonical(stored.event()).hash();
      case Looked.NotThere() -> "not there";
      case Looked.NotSince(var time) -> "not since " + time;
    };
  }

  private String found(String uid) {
    return found(uid, Duration.ofDays(-1), Duration.ofDays(1));
  }

  @Test
  default void an_event_is_found_by_its_uid_whether_or_not_it_is_of_a_session() {
    List<AuditEvent> events = new ArrayList<>();
    for (String uid : List.of("plain", "a/b?ü\\u001f😀", "' OR 1=1", "%", "0")) {
      events.add(event(uid, ""));
      events.add(event("of a session " + uid, ",\"sid\":\"s\",\"ei\":" + events.size()));
      events.add(event("index of its own " + uid, ",\"ei\":7"));
    }
    log().append(events);
    for (AuditEvent event : events) {
      assertEquals(event.hash(), found(String.valueOf(event.uid())), event::json);
    }
    for (String none : List.of("", "plai", "PLAIN", "of a session", "s")) {
      assertEquals("not there", found(none), none);
    }
  }

  @Test
  default void an_event_without_a_uid_is_found_by_its_digest() {
    AuditEvent event = Events.event("{\"event\":\"x\",\"a\":1}");
    log().append(List.of(event));
    assertEquals(event.hash(), found(event.hash()));
  }

  @Test
  default void who_comes_later_with_the_same_uid_hides_nobody() {
    for (String more : List.of("", ",\"sid\":\"s\",\"ei\":3")) {
      AuditEvent first = event("u" + more.length(), more + ",\"a\":1");
      AuditEvent second =
          Events.event(first.json().replace("\"a\":1", "\"a\":2").replace("12:00:00", "13:00:00"));
      log().append(List.of(first));
      log().append(List.of(second));
      assertEquals(first.hash(), found(String.valueOf(first.uid())));
    }
  }

  @Test
  default void of_a_session_it_is_looked_for_in_the_time_that_was_said() {
    AuditEvent event = event("u", ",\"sid\":\"s\"");
    log().append(List.of(event));
    assertEquals(event.hash(), found("u", Duration.ZERO, Duration.ofSeconds(1)));
    assertEquals("not there", found("u", Duration.ofDays(-1), Duration.ZERO));
  }
}
