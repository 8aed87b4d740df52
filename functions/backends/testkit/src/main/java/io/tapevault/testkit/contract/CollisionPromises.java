package io.tapevault.testkit.contract;

import static io.tapevault.testkit.contract.Events.NOON;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.tapevault.event.Appended;
import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventKey;
import io.tapevault.event.EventQuery.Order;
import io.tapevault.event.StoredEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Events that claim one key, or one uid.
interface CollisionPromises extends EventLogPromises {

  @Test
  default void two_events_with_one_key_are_both_kept() {
    AuditEvent start = at(Events.session(1), "start", "{}");
    AuditEvent data = at(Events.session(1), "data", "{}");
    List<Appended> answers = log().append(List.of(start, data));
    EventKey moved = answers.getLast().key();
    assertEquals(List.of(new Appended.Stored(start.key()), new Appended.Stored(moved)), answers);
    assertFalse(moved.equals(start.key()));
    assertEquals(
        List.of(
            new StoredEvent(start.key(), canonical(start), false),
            new StoredEvent(moved, canonical(data), false)),
        Reading.session(log(), Events.session(1), Order.ASCENDING, 10));
    assertEquals(
        List.of(new Appended.AlreadyThere(moved), new Appended.AlreadyThere(start.key())),
        log().append(List.of(data, start)));
  }

  @Test
  default void events_with_one_key_are_all_kept_in_any_order_of_arrival_and_when_sent_again() {
    for (List<String> uids : permutations(List.of("a", "b", "c", "d"))) {
      String session = Events.uuid("session " + uids);
      List<AuditEvent> events = uids.stream().map(uid -> at(session, uid, "{}")).toList();
      List<Appended> first = events.stream().map(this::appendAlone).toList();
      first.forEach(answer -> assertInstanceOf(Appended.Stored.class, answer));
      List<EventKey> keys = first.stream().map(Appended::key).toList();
      assertEquals(
          keys.reversed().stream().map(Appended.AlreadyThere::new).toList(),
          log().append(events.reversed()));
      assertEquals(
          events.stream().map(Events::canonical).collect(toSet()),
          contents(session),
          () -> "arrived as " + uids);
    }
  }

  @Test
  default void one_uid_with_other_content_is_kept_beside_the_first_and_flagged() {
    AuditEvent event = at(Events.session(1), "u", "{\"user\":\"alice\"}");
    AuditEvent altered = at(Events.session(1), "u", "{\"user\":\"mallory\"}");
    AuditEvent again = at(Events.session(1), "u", "{\"user\":\"trent\"}");
    assertEquals(new Appended.Stored(event.key()), appendAlone(event));
    EventKey beside = assertInstanceOf(Appended.Conflict.class, appendAlone(altered)).key();
    EventKey third = assertInstanceOf(Appended.Conflict.class, appendAlone(again)).key();
    assertEquals(
        List.of(
            new Appended.AlreadyThere(third),
            new Appended.AlreadyThere(beside),
            new Appended.AlreadyThere(event.key())),
        log().append(List.of(again, altered, event)));
    assertEquals(
        Set.of(
            new StoredEvent(event.key(), canonical(event), false),
            new StoredEvent(beside, canonical(altered), true),
            new StoredEvent(third, canonical(again), true)),
        Set.copyOf(Reading.all(log())));
    assertEquals(
        List.of(new StoredEvent(beside, canonical(altered), true)),
        Events.canonical(log().find(List.of(beside))));
  }

  @Test
  default void an_altered_event_outside_of_any_session_is_flagged() {
    AuditEvent event =
        Events.event(
            "{\"event\":\"auth\",\"uid\":\"u\",\"time\":\"2026-03-01T12:00:00Z\",\"user\":\"a\"}");
    AuditEvent altered =
        Events.event(
            "{\"event\":\"auth\",\"uid\":\"u\",\"time\":\"2026-03-01T12:00:00Z\",\"user\":\"b\"}");
    List<Appended> answers = log().append(List.of(event, altered, altered));
    EventKey beside = answers.getLast().key();
    assertEquals(
        List.of(
            new Appended.Stored(event.key()),
            new Appended.Conflict(beside),
            new Appended.AlreadyThere(beside)),
        answers);
  }

  @Test
  default void an_altered_event_is_flagged_in_any_order_of_arrival_and_beside_any_other() {
    for (List<String> order : permutations(List.of("1", "2", "other"))) {
      String session = Events.uuid("session " + order);
      List<AuditEvent> events =
          order.stream()
              .map(name ->
                  name.equals("other") ? at(session, "other", "{}") : at(session, "u", name))
              .toList();
      List<Appended> answers = log().append(events);
      assertEquals(
          1, answers.stream().filter(Appended.Conflict.class::isInstance).count(), order::toString);
      assertEquals(
          answers.stream().map(answer -> new Appended.AlreadyThere(answer.key())).toList(),
          log().append(events));
      List<StoredEvent> stored = Reading.session(log(), session, Order.ASCENDING, 10);
      assertEquals(
          events.stream().map(Events::canonical).collect(toSet()),
          contents(session),
          order::toString);
      assertEquals(
          answers.stream().filter(Appended.Conflict.class::isInstance).map(Appended::key).toList(),
          stored.stream().filter(StoredEvent::conflict).map(StoredEvent::key).toList());
    }
  }

  @Test
  default void a_hundred_events_with_one_key_are_all_kept() {
    List<AuditEvent> events = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      events.add(at(Events.session(1), "u" + i, "{}"));
    }
    Set<EventKey> keys = log().append(events).stream().map(Appended::key).collect(toSet());
    assertEquals(100, keys.size());
    assertEquals(
        events.stream().map(Events::canonical).collect(toSet()), contents(Events.session(1)));
  }

  private Appended appendAlone(AuditEvent event) {
    return log().append(List.of(event)).getFirst();
  }

  private Set<AuditEvent> contents(String session) {
    List<StoredEvent> stored = Reading.session(log(), session, Order.ASCENDING, 1000);
    Set<AuditEvent> contents = stored.stream().map(StoredEvent::event).collect(toSet());
    assertEquals(contents.size(), stored.size(), "something is stored twice");
    return contents;
  }

  private static AuditEvent at(String session, String uid, String content) {
    return Events.event(
        """
        {"event":"session.start","sid":"%s","ei":0,"uid":"%s","time":"%s","content":%s}\
        """
            .formatted(session, uid, NOON, content));
  }

  private static AuditEvent canonical(AuditEvent event) {
    return Events.canonical(event);
  }

  private static List<List<String>> permutations(List<String> of) {
    if (of.isEmpty()) {
      return List.of(List.of());
    }
    List<List<String>> all = new ArrayList<>();
    for (String first : of) {
      for (List<String> rest :
          permutations(of.stream().filter(other -> !other.equals(first)).toList())) {
        List<String> one = new ArrayList<>(rest);
        one.addFirst(first);
        all.add(one);
      }
    }
    return all;
  }
}
