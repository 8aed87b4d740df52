package io.tapevault.testkit.contract;

import static io.tapevault.testkit.contract.Events.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.catalogue.Catalogue;
import io.tapevault.catalogue.Catalogue.Entry;
import io.tapevault.catalogue.Catalogue.Page;
import io.tapevault.catalogue.CatalogueQuery;
import io.tapevault.catalogue.CatalogueQuery.Field;
import io.tapevault.catalogue.Listed;
import io.tapevault.catalogue.Listed.Arrived;
import io.tapevault.catalogue.Listed.Kind;
import io.tapevault.catalogue.Listed.State;
import io.tapevault.catalogue.Place;
import io.tapevault.event.EventQuery.Order;
import io.tapevault.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every [Catalogue] promises.
public abstract class CatalogueContract {

  private static final Instant LATER = NOON.plus(Duration.ofDays(400));

  private final MovableClock clock = new MovableClock(NOON);
  private Catalogue catalogue;

  /// A catalogue with nothing in it, which keeps for 365 days.
  protected abstract Catalogue open(InstantSource clock) throws Exception;

  /// A catalogue that lacks every permission; empty where the backend knows none.
  protected abstract Optional<Catalogue> denied() throws Exception;

  @BeforeEach
  void begin_with_nothing() throws Exception {
    catalogue = open(clock);
  }

  @Test
  void nothing_is_there_at_first() {
    assertEquals(Optional.empty(), catalogue.find("s"));
    for (Order order : Order.values()) {
      assertEquals(List.of(), all(between(NOON, LATER, order), 10));
    }
  }

  @Test
  void what_was_put_is_there_as_it_was_put() {
    Listed odd =
        new Listed(
            "odd #/ä😀\n",
            NOON.plusNanos(123_456_789),
            Kind.DESKTOP,
            new Session(
                "\"ä\\",
                "\u0000",
                "😀",
                "c",
                "tdp",
                NOON.plusNanos(123_456_789),
                NOON.plusSeconds(9),
                List.of("", "a,b", "\"", "😀"),
                true,
                true),
            List.of(new Arrived(NOON, 0, "", ""), new Arrived(NOON, Long.MAX_VALUE, "ab", "2018")));
    Listed bare =
        new Listed(
            "bare",
            NOON,
            Kind.SSH,
            new Session("", "", "", "", "", null, null, List.of(), false, false),
            List.of());
    assertTrue(catalogue.put(odd, 0));
    assertTrue(catalogue.put(bare, 0));
    assertEquals(Optional.of(new Entry(odd, 1)), catalogue.find(odd.sid()));
    assertEquals(Optional.of(new Entry(bare, 1)), catalogue.find("bare"));
    assertEquals(List.of(bare, odd), all(between(NOON, LATER, Order.ASCENDING), 10));
  }

  @Test
  void a_session_is_put_only_where_what_was_seen_is_there() {
    Listed first = session(1, NOON);
    Listed second = session(1, NOON.plusSeconds(1));
    assertFalse(catalogue.put(first, 1));
    assertTrue(catalogue.put(first, 0));
    assertFalse(catalogue.put(second, 0));
    assertFalse(catalogue.put(second, 2));
    assertEquals(Optional.of(new Entry(first, 1)), catalogue.find(first.sid()));
    assertTrue(catalogue.put(second, 1));
    assertFalse(catalogue.put(first, 1));
    assertEquals(Optional.of(new Entry(second, 2)), catalogue.find(first.sid()));
  }

  @Test
  void of_many_at_once_one_is_put() throws Exception {
    List<Callable<Boolean>> writers =
        IntStream.range(0, 8)
            .<Callable<Boolean>>mapToObj(
                i -> () -> catalogue.put(session(1, NOON.plusSeconds(i)), 0))
            .toList();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      int put = 0;
      for (var writer : threads.invokeAll(writers)) {
        put += writer.get() ? 1 : 0;
      }
      assertEquals(1, put);
    }
    assertEquals(1, all(between(NOON, LATER, Order.ASCENDING), 10).size());
  }

  @Test
  void a_session_that_moves_stands_in_one_place_only() {
    Listed first = session(1, NOON.plusSeconds(5));
    catalogue.put(first, 0);
    for (Duration moved : List.of(Duration.ofSeconds(-1), Duration.ofDays(70), Duration.ZERO)) {
      Listed again = session(1, first.at().plus(moved));
      assertTrue(
          catalogue.put(again, catalogue.find(first.sid()).orElseThrow().revision()), "" + moved);
      assertEquals(List.of(again), all(between(NOON, LATER, Order.ASCENDING), 10), "" + moved);
      assertEquals(
          List.of(), all(between(NOON, again.at(), Order.ASCENDING), 10), "before " + moved);
    }
  }

  @Test
  void pages_bring_every_session_once_in_order() {
    List<Listed> sessions = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      // Three a time, over four months, one of them before 1970.
      sessions.add(session(i, NOON.plus(Duration.ofDays(i / 3 * 5L))));
    }
    sessions.add(session(60, Instant.parse("1969-12-31T23:59:59.999Z")));
    sessions.forEach(session -> catalogue.put(session, 0));
    sessions.sort(Comparator.comparing(Listed::place));
    Instant early = Instant.parse("1969-12-01T00:00:00Z");
    for (int limit : List.of(1, 7, 61, 1_000)) {
      assertEquals(sessions, all(between(early, LATER, Order.ASCENDING), limit));
      assertEquals(sessions.reversed(), all(between(early, LATER, Order.DESCENDING), limit));
    }
    assertNull(catalogue.page(between(NOON, LATER, Order.DESCENDING), null, 60).next());
  }

  @Test
  void the_first_millisecond_is_in_and_the_last_is_not() {
    catalogue.put(session(1, NOON), 0);
    assertEquals(1, all(between(NOON, NOON.plusMillis(1), Order.ASCENDING), 10).size());
    assertEquals(0, all(between(NOON.plusMillis(1), LATER, Order.ASCENDING), 10).size());
    assertEquals(0, all(between(NOON.minusSeconds(1), NOON, Order.ASCENDING), 10).size());
    assertEquals(0, all(between(NOON, NOON, Order.ASCENDING), 10).size());
  }

  @Test
  void it_finds_by_what_is_told_and_by_several_of_it() {
    Listed alice = told(1, Kind.SSH, "alice", "web-1", List.of("alice", "bob"));
    Listed bob = told(2, Kind.DB, "bob", "web-1", List.of("bob"));
    Listed other = told(3, Kind.SSH, "alice", "web-2", List.of("alice", "ALICE", "a'b"));
    List.of(alice, bob, other).forEach(session -> catalogue.put(session, 0));
    assertEquals(List.of(alice, other), equal(Map.of(Field.USER, "alice")));
    assertEquals(List.of(alice, bob), equal(Map.of(Field.SERVER, "web-1")));
    assertEquals(List.of(bob), equal(Map.of(Field.KIND, "db")));
    assertEquals(List.of(alice, bob), equal(Map.of(Field.PARTICIPANT, "bob")));
    assertEquals(List.of(other), equal(Map.of(Field.PARTICIPANT, "a'b")));
    assertEquals(
        List.of(alice),
        equal(
            Map.of(
                Field.USER,
                "alice",
                Field.SERVER,
                "web-1",
                Field.KIND,
                "ssh",
                Field.PARTICIPANT,
                "bob")));
    assertEquals(List.of(), equal(Map.of(Field.USER, "Alice")));
    assertEquals(List.of(), equal(Map.of(Field.USER, "bob", Field.SERVER, "web-2")));
  }

  @Test
  void who_takes_part_no_longer_is_not_found_by_it() {
    Listed before = told(1, Kind.SSH, "alice", "web-1", List.of("alice", "bob"));
    Listed after = told(1, Kind.SSH, "alice", "web-1", List.of("carol"));
    catalogue.put(before, 0);
    catalogue.put(after, 1);
    assertEquals(List.of(), equal(Map.of(Field.PARTICIPANT, "bob")));
    assertEquals(List.of(after), equal(Map.of(Field.PARTICIPANT, "carol")));
  }

  @Test
  void it_finds_by_state() {
    Listed running = ending(1, NOON, null);
    Listed ended = ending(2, NOON.plusSeconds(1), NOON.plusSeconds(2));
    Arrived tape = new Arrived(LATER, 1, "ab", "2018");
    Listed recorded =
        new Listed("r", NOON.plusSeconds(2), Kind.SSH, running.told(), List.of(tape, tape));
    List.of(running, ended, recorded).forEach(session -> catalogue.put(session, 0));
    assertEquals(List.of(running), state(State.RUNNING));
    assertEquals(List.of(ended), state(State.NO_RECORDING));
    assertEquals(List.of(recorded), state(State.RECORDED));
    assertEquals(List.of(), state(State.NOT_RECORDED));
  }

  @Test
  void active_at_a_moment_is_what_began_before_and_was_not_over() {
    Instant moment = NOON.plus(CatalogueQuery.LONGEST);
    Listed tooLong = ending(1, NOON.minusMillis(1), null);
    Listed long30Days = ending(2, NOON, moment);
    Listed over = ending(3, moment.minusSeconds(10), moment.minusMillis(1));
    Listed running = ending(4, moment.minusSeconds(9), null);
    Listed begins = ending(5, moment, moment.plusSeconds(1));
    Listed later = ending(6, moment.plusMillis(1), null);
    List.of(tooLong, long30Days, over, running, begins, later)
        .forEach(session -> catalogue.put(session, 0));
    assertEquals(
        List.of(long30Days, running, begins),
        all(
            new CatalogueQuery(
                NOON.minusSeconds(9), LATER, Map.of(), null, moment, Order.ASCENDING),
            2));
  }

  @Test
  void it_is_kept_as_long_as_what_was_written_or_happened_now() {
    catalogue.put(session(1, NOON.minus(Duration.ofDays(30))), 0);
    catalogue.put(session(2, NOON.plus(Duration.ofDays(30))), 0);
    clock.move(Duration.ofDays(365).minusSeconds(1));
    assertTrue(catalogue.find("session-1").isPresent());
    clock.move(Duration.ofSeconds(1));
    assertEquals(Optional.empty(), catalogue.find("session-1"));
    assertEquals(
        List.of("session-2"),
        all(between(NOON.minus(Duration.ofDays(31)), LATER, Order.ASCENDING), 10).stream()
            .map(Listed::sid)
            .toList());
    assertTrue(catalogue.put(session(1, NOON), 0));
    clock.move(Duration.ofDays(30));
    assertEquals(Optional.empty(), catalogue.find("session-2"));
  }

  @Test
  void a_permission_that_is_missing_is_named() throws Exception {
    for (Catalogue denied : denied().stream().toList()) {
      Permissions.isNamed(() -> denied.find("s"));
      Permissions.isNamed(() -> denied.put(session(1, NOON), 0));
      Permissions.isNamed(() -> denied.page(between(NOON, LATER, Order.ASCENDING), null, 1));
    }
  }

  private List<Listed> equal(Map<Field, String> equal) {
    return all(new CatalogueQuery(NOON, LATER, equal, null, null, Order.ASCENDING), 1);
  }

  private List<Listed> state(State state) {
    return all(new CatalogueQuery(NOON, LATER, Map.of(), state, null, Order.ASCENDING), 1);
  }

  private List<Listed> all(CatalogueQuery query, int limit) {
    List<Listed> all = new ArrayList<>();
    Place after = null;
    do {
      Page page = catalogue.page(query, after, limit);
      assertTrue(page.sessions().size() <= limit);
      all.addAll(page.sessions());
      after = page.next();
    } while (after != null);
    return all;
  }

  private static CatalogueQuery between(Instant from, Instant to, Order order) {
    return new CatalogueQuery(from, to, Map.of(), null, null, order);
  }

  private static Listed session(int number, Instant at) {
    return new Listed(
        "session-" + number,
        at,
        Kind.SSH,
        new Session("u", "", "", "", "", at, null, List.of("u"), false, false),
        List.of());
  }

  private static Listed ending(int number, Instant at, @Nullable Instant end) {
    return new Listed(
        "session-" + number,
        at,
        Kind.SSH,
        new Session("u", "", "", "", "", at, end, List.of("u"), false, false),
        List.of());
  }

  private static Listed told(
      int number, Kind kind, String user, String server, List<String> participants) {
    Instant at = NOON.plusSeconds(number);
    return new Listed(
        "session-" + number,
        at,
        kind,
        new Session(user, "", server, "", "", at, null, participants, false, false),
        List.of());
  }
}
