package io.tapevault.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.event.Placement.Holder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PlacementTest {

  private static final AuditEvent FIRST = Events.event("u1", "s", 5, "h1");
  private static final AuditEvent ALTERED = Events.event("u1", "s", 5, "h2");
  private static final AuditEvent ALTERED_AGAIN = Events.event("u1", "s", 5, "h3");
  private static final AuditEvent OTHER = Events.event("u2", "s", 5, "h4");
  private static final AuditEvent OTHER_ALTERED = Events.event("u2", "s", 5, "h5");
  private static final AuditEvent NAMELESS = Events.event(null, "s", 5, "h6");
  private static final List<AuditEvent> RIVALS =
      List.of(FIRST, ALTERED, ALTERED_AGAIN, OTHER, OTHER_ALTERED, NAMELESS);

  private final Map<EventKey, AuditEvent> log = new HashMap<>();

  @Test
  void an_event_lies_at_its_own_index() {
    assertEquals(new Appended.Stored(new EventKey("s", 5)), place(FIRST));
    assertEquals(Map.of(new EventKey("s", 5), FIRST), log);
  }

  @Test
  void the_same_event_twice_is_stored_once() {
    place(FIRST);
    assertEquals(new Appended.AlreadyThere(new EventKey("s", 5)), place(FIRST));
    assertEquals(Map.of(new EventKey("s", 5), FIRST), log);
  }

  @Test
  void another_event_with_the_same_key_is_kept_beside_the_first_every_time_at_one_place() {
    place(FIRST);
    EventKey beside = place(OTHER).key();
    assertEquals(new EventKey("s", Placement.key(OTHER, 1).index()), beside);
    assertEquals(new Appended.AlreadyThere(beside), place(OTHER));
    assertEquals(Map.of(new EventKey("s", 5), FIRST, beside, OTHER), log);
  }

  @Test
  void the_same_uid_with_other_content_is_kept_and_is_a_conflict() {
    place(FIRST);
    Appended appended = place(ALTERED);
    assertEquals(new Appended.Conflict(Placement.key(ALTERED, 1)), appended);
    assertEquals(new Appended.AlreadyThere(appended.key()), place(ALTERED));
    assertEquals(Map.of(FIRST.key(), FIRST, appended.key(), ALTERED), log);
  }

  @Test
  void a_conflict_is_found_at_the_second_place_too() {
    place(FIRST);
    assertEquals(new Appended.Stored(Placement.key(OTHER, 1)), place(OTHER));
    assertEquals(new Appended.Conflict(Placement.key(OTHER_ALTERED, 2)), place(OTHER_ALTERED));
  }

  @Test
  void events_of_no_session_have_a_partition_each() {
    AuditEvent one = Events.event("u1", null, 0, "h1");
    AuditEvent two = Events.event("u2", null, 0, "h2");
    AuditEvent nameless = Events.event(null, null, 0, "h1");
    assertEquals(3, Set.of(place(one).key(), place(two).key(), place(nameless).key()).size());
    assertEquals(new Appended.AlreadyThere(one.key()), place(one));
    assertEquals(new Appended.Conflict(Placement.key(altered(one), 1)), place(altered(one)));
  }

  @Test
  void derived_indexes_are_above_every_index_of_teleport_and_exact_in_a_double() {
    for (int attempt = 1; attempt < 16; attempt++) {
      long index = Placement.key(FIRST, attempt).index();
      assertTrue(index >= 1L << 52 && index < 1L << 53, () -> Long.toString(index));
    }
  }

  @Test
  void in_every_order_and_however_often_sent_every_event_is_stored_once() {
    permutations(
        new ArrayList<>(RIVALS),
        0,
        order -> {
          log.clear();
          int conflicts = 0;
          for (AuditEvent event : order) {
            conflicts += place(event) instanceof Appended.Conflict ? 1 : 0;
          }
          assertEquals(new HashSet<>(RIVALS), new HashSet<>(log.values()), order::toString);
          assertEquals(3, conflicts, order::toString);
          Map<EventKey, AuditEvent> before = Map.copyOf(log);
          for (AuditEvent event : order.reversed()) {
            assertEquals(event, log.get(assertThere(place(event))));
          }
          assertEquals(before, log);
        });
  }

  @Test
  void a_hundred_versions_of_one_uid_are_all_kept_seed_6() {
    Random random = new Random(6);
    List<AuditEvent> versions = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      versions.add(Events.event("u1", "s", 5, "version " + i));
    }
    List<AuditEvent> sent = new ArrayList<>(versions);
    sent.addAll(versions);
    Collections.shuffle(sent, random);
    sent.forEach(this::place);
    assertEquals(100, log.size());
    assertEquals(new HashSet<>(versions), new HashSet<>(log.values()));
  }

  @Test
  void a_log_that_never_has_a_place_is_given_up() {
    assertThrows(
        IllegalStateException.class,
        () -> Placement.place(FIRST, (key, conflict) -> Optional.of(new Holder("x", "y"))));
  }

  private static EventKey assertThere(Appended appended) {
    assertEquals(new Appended.AlreadyThere(appended.key()), appended);
    return appended.key();
  }

  private Appended place(AuditEvent event) {
    return Placement.place(
        event,
        (key, conflict) -> {
          AuditEvent holder = log.putIfAbsent(key, event);
          return Optional.ofNullable(holder)
              .map(there -> new Holder(there.identity(), there.hash()));
        });
  }

  private static AuditEvent altered(AuditEvent event) {
    return Events.event(event.uid(), event.session(), event.index(), event.hash() + "!");
  }

  private interface Check {
    void accept(List<AuditEvent> order);
  }

  private static void permutations(List<AuditEvent> events, int from, Check check) {
    if (from == events.size()) {
      check.accept(List.copyOf(events));
    }
    for (int i = from; i < events.size(); i++) {
      Collections.swap(events, from, i);
      permutations(events, from + 1, check);
      Collections.swap(events, from, i);
    }
  }
}
