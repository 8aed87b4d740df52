package io.tapevault.testkit.contract;

import static io.tapevault.testkit.contract.Events.NOON;
import static io.tapevault.testkit.contract.Events.command;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tapevault.event.Appended;
import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventKey;
import io.tapevault.event.EventLog;
import io.tapevault.event.EventQuery.Order;
import io.tapevault.hold.Hold;
import io.tapevault.hold.Hold.Said;
import io.tapevault.hold.Holds;
import io.tapevault.settings.Retention;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What every store of holds promises, together with the log whose events they are about.
public abstract class HoldsContract {

  private static final Duration KEPT = Duration.ofDays(30);
  private static final String HELD = Events.session(1);
  private static final String OTHER = Events.session(2);

  private final MovableClock clock = new MovableClock(NOON);
  private @Nullable Opened opened;

  /// A log and its holds.
  public record Opened(EventLog log, Holds holds) {}

  /// A log with nothing in it, and no holds.
  protected abstract Opened open(InstantSource clock, Retention retention) throws Exception;

  private Opened opened() {
    return opened(new Retention.For(KEPT));
  }

  private Opened opened(Retention retention) {
    try {
      if (opened == null) {
        opened = open(clock, retention);
      }
      return opened;
    } catch (Exception e) {
      throw new IllegalStateException("no holds to test", e);
    }
  }

  private EventLog log() {
    return opened().log();
  }

  private Holds holds() {
    return opened().holds();
  }

  private Said said(String by) {
    return new Said(by, "case 12/2026: „Müller“", clock.instant());
  }

  private Hold hold(String session) {
    Hold hold = holds().place(Hold.of(session, said("alice")));
    holds().keep(session);
    return hold;
  }

  private void release(String session) {
    holds().release(session, said("bob"));
    holds().letGo(session);
  }

  private List<EventKey> keys(String session) {
    return Reading.session(log(), session, Order.ASCENDING, 10).stream()
        .map(event -> event.key())
        .toList();
  }

  private static AuditEvent event(String session, int index) {
    return command(session, index, NOON.minusSeconds(60 - index));
  }

  private static List<EventKey> keys(String session, int... indexes) {
    List<EventKey> keys = new ArrayList<>();
    for (int index : indexes) {
      keys.add(new EventKey(session, index));
    }
    return keys;
  }

  @Test
  void the_events_of_a_held_session_stay_past_their_retention_and_those_of_others_do_not() {
    log().append(List.of(event(HELD, 0), event(HELD, 1), event(OTHER, 0)));
    hold(HELD);
    clock.move(KEPT.multipliedBy(100));
    assertEquals(keys(HELD, 0, 1), keys(HELD));
    assertEquals(List.of(), keys(OTHER));
    assertEquals(2, Reading.all(log()).size());
    assertEquals(2, log().find(keys(HELD, 0, 1)).size());
  }

  @Test
  void what_comes_to_a_held_session_stays_too_also_where_nobody_knew_it_before() {
    hold(HELD);
    assertEquals(
        List.of(new Appended.Stored(new EventKey(HELD, 0))), log().append(List.of(event(HELD, 0))));
    clock.move(KEPT.minusSeconds(1));
    log().append(List.of(event(HELD, 1), event(OTHER, 1), event(HELD, 2)));
    clock.move(KEPT.multipliedBy(2));
    assertEquals(keys(HELD, 0, 1, 2), keys(HELD));
    assertEquals(List.of(), keys(OTHER));
  }

  @Test
  void a_held_event_that_is_sent_again_is_a_duplicate_however_old_it_is() {
    hold(HELD);
    log().append(List.of(event(HELD, 0)));
    clock.move(KEPT.multipliedBy(2));
    assertEquals(
        List.of(new Appended.AlreadyThere(new EventKey(HELD, 0))),
        log().append(List.of(event(HELD, 0))));
  }

  @Test
  void what_is_let_go_expires_when_it_would_have() {
    log().append(List.of(event(HELD, 0)));
    clock.move(Duration.ofDays(10));
    hold(HELD);
    log().append(List.of(event(HELD, 1)));
    clock.move(Duration.ofDays(15));
    release(HELD);
    log().append(List.of(event(HELD, 2)));
    assertEquals(keys(HELD, 0, 1, 2), keys(HELD));
    clock.move(Duration.ofDays(5));
    assertEquals(keys(HELD, 1, 2), keys(HELD));
    clock.move(Duration.ofDays(10));
    assertEquals(keys(HELD, 2), keys(HELD));
    clock.move(Duration.ofDays(15));
    assertEquals(List.of(), keys(HELD));
  }

  @Test
  void what_would_have_expired_meanwhile_is_gone_when_it_is_let_go() {
    log().append(List.of(event(HELD, 0)));
    hold(HELD);
    clock.move(KEPT);
    assertEquals(keys(HELD, 0), keys(HELD));
    release(HELD);
    assertEquals(List.of(), keys(HELD));
    assertEquals(
        List.of(new Appended.Stored(new EventKey(HELD, 0))), log().append(List.of(event(HELD, 0))));
    assertEquals(keys(HELD, 0), keys(HELD));
  }

  @Test
  void what_has_expired_and_is_not_deleted_is_there_again_while_it_is_held() {
    log().append(List.of(event(HELD, 0)));
    clock.move(KEPT);
    assertEquals(List.of(), keys(HELD));
    hold(HELD);
    assertEquals(keys(HELD, 0), keys(HELD));
  }

  @Test
  void what_stays_forever_stays_after_it_was_held() {
    EventLog log = opened(new Retention.Forever()).log();
    log.append(List.of(event(HELD, 0)));
    hold(HELD);
    log.append(List.of(event(HELD, 1)));
    release(HELD);
    clock.move(Duration.ofDays(400_000));
    assertEquals(keys(HELD, 0, 1), keys(HELD));
  }

  @Test
  void the_first_hold_counts_and_so_does_the_first_release() {
    Hold first = hold(HELD);
    assertEquals(Optional.of(first), holds().find(HELD));
    clock.move(Duration.ofHours(1));
    assertEquals(first, holds().place(Hold.of(HELD, said("mallory"))));
    Hold released = first.released(said("bob"));
    assertEquals(Optional.of(released), holds().release(HELD, said("bob")));
    clock.move(Duration.ofHours(1));
    assertEquals(Optional.of(released), holds().release(HELD, said("mallory")));
    assertEquals(Optional.of(released), holds().find(HELD));
  }

  @Test
  void a_session_that_was_released_can_be_held_anew() {
    log().append(List.of(event(HELD, 0)));
    hold(HELD);
    release(HELD);
    clock.move(Duration.ofHours(1));
    Hold again = hold(HELD);
    assertEquals(Hold.of(HELD, new Said("alice", again.placed().reason(), clock.instant())), again);
    holds().forget(HELD);
    assertEquals(Optional.of(again), holds().find(HELD));
    clock.move(KEPT.multipliedBy(2));
    assertEquals(keys(HELD, 0), keys(HELD));
    release(HELD);
    assertEquals(List.of(), keys(HELD));
  }

  @Test
  void doing_it_again_changes_nothing() {
    log().append(List.of(event(HELD, 0)));
    hold(HELD);
    hold(HELD);
    holds().keep(HELD);
    clock.move(KEPT.minusSeconds(1));
    release(HELD);
    holds().letGo(HELD);
    assertEquals(keys(HELD, 0), keys(HELD));
    clock.move(Duration.ofSeconds(1));
    assertEquals(List.of(), keys(HELD));
    holds().forget(HELD);
    holds().forget(HELD);
    assertEquals(Optional.empty(), holds().find(HELD));
    assertEquals(List.of(), holds().list("", 10));
  }

  @Test
  void of_what_is_not_held_nothing_is_known_and_nothing_changes() {
    log().append(List.of(event(OTHER, 0)));
    assertEquals(Optional.empty(), holds().find(OTHER));
    assertEquals(Optional.empty(), holds().release(OTHER, said("bob")));
    holds().letGo(OTHER);
    holds().forget(OTHER);
    clock.move(KEPT);
    assertEquals(List.of(), keys(OTHER));
    assertEquals(List.of(), holds().list("", 10));
  }

  @Test
  void holds_are_listed_page_by_page_each_once() {
    TreeSet<String> sessions = new TreeSet<>();
    for (int i = 0; i < 25; i++) {
      sessions.add(Events.session(i));
    }
    sessions.add("a session of „another“ kind: 日本 #1/2");
    sessions.add("x".repeat(2_000));
    sessions.forEach(session -> holds().place(Hold.of(session, said("alice"))));
    for (int most : List.of(1, 7, 100)) {
      List<String> listed = new ArrayList<>();
      List<Hold> page = holds().list("", most);
      while (!page.isEmpty()) {
        page.forEach(hold -> listed.add(hold.session()));
        page = holds().list(page.getLast().session(), most);
      }
      assertEquals(sessions.size(), listed.size());
      assertEquals(sessions, new TreeSet<>(listed));
    }
  }

  @Test
  void what_was_said_is_kept_to_the_character_and_to_the_millisecond() {
    Instant at = Instant.parse("2026-03-01T12:00:00.123Z");
    Hold hold = Hold.of(HELD, new Said("arn:aws:iam::1:user/ä", "\"why\"\n🔒", at));
    holds().place(hold);
    assertEquals(Optional.of(hold), holds().find(HELD));
    assertEquals(List.of(hold), holds().list("", 10));
  }

  @Test
  void a_session_of_very_many_events_is_held_and_let_go_whole() {
    List<AuditEvent> events = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      events.add(command(HELD, i, NOON));
    }
    log().append(events);
    hold(HELD);
    clock.move(KEPT);
    assertEquals(300, keys(HELD).size());
    release(HELD);
    assertEquals(List.of(), keys(HELD));
  }
}
