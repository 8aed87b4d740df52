package io.tapevault.testkit.contract;

import static io.tapevault.testkit.contract.Events.NOON;
import static io.tapevault.testkit.contract.Events.login;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.event.EventKey;
import io.tapevault.event.EventLog;
import io.tapevault.event.StoredEvent;
import io.tapevault.forwarding.accounts.Account;
import io.tapevault.forwarding.accounts.Accounts;
import io.tapevault.forwarding.accounts.Outcome;
import io.tapevault.forwarding.accounts.Settled;
import io.tapevault.settings.Retention;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What all [Accounts] promise, together with the log whose events they are of.
public abstract class AccountsContract {

  private static final Instant HOUR = Settled.hour(NOON);
  private static final Instant BEFORE = HOUR.minus(Duration.ofDays(1));
  private static final Instant AFTER = HOUR.plus(Duration.ofDays(1));

  private final MovableClock clock = new MovableClock(NOON);
  private EventLog log;
  private Accounts accounts;

  /// An empty log and its accounts.
  protected abstract Books open(InstantSource clock, Retention retention) throws Exception;

  /// Accounts that lack every permission; empty where the backend knows none.
  protected abstract Optional<Accounts> denied() throws Exception;

  /// A log and its accounts.
  public record Books(EventLog log, Accounts accounts) {}

  @BeforeEach
  void begin_with_an_empty_log() throws Exception {
    Books books = open(clock, Retention.DEFAULT);
    log = books.log();
    accounts = books.accounts();
  }

  @Test
  void of_nothing_there_is_no_account() {
    accounts.note("siem", List.of());
    assertEquals(List.of(), read("siem"));
    assertFalse(accounts.settled("siem", HOUR).test(new EventKey("nobody", 0)));
  }

  @Test
  void a_permission_that_is_missing_is_named() throws Exception {
    for (Accounts denied : denied().stream().toList()) {
      Settled one = new Settled(new EventKey("s", 0), NOON, Outcome.DELIVERED, "");
      Permissions.isNamed(() -> denied.note("siem", List.of(one)));
      Permissions.isNamed(() -> denied.read("siem", HOUR, AFTER));
      Permissions.isNamed(() -> denied.settled("siem", HOUR));
    }
  }

  @Test
  void what_is_stored_and_not_noted_waits() {
    append(0, 3, NOON);
    assertEquals(List.of(account(HOUR, 3, 0, 0, 0, Map.of())), read("siem"));
  }

  @Test
  void every_outcome_is_counted_and_the_rest_waits() {
    List<StoredEvent> events = append(0, 10, NOON);
    accounts.note("siem", settled(events.subList(0, 4), Outcome.DELIVERED));
    accounts.note("siem", settled(events.subList(4, 6), Outcome.EXCLUDED));
    accounts.note("siem", settled(events.subList(6, 7), Outcome.PARKED));
    accounts.note(
        "siem",
        List.of(Settled.lost(events.get(7), "too old"), Settled.lost(events.get(8), "cut")));
    Account expected = account(HOUR, 10, 4, 2, 1, Map.of("too old", 1L, "cut", 1L));
    assertEquals(List.of(expected), read("siem"));
    assertEquals(1, expected.waiting());
    Predicate<EventKey> settled = accounts.settled("siem", HOUR);
    assertEquals(
        events.subList(9, 10), events.stream().filter(one -> !settled.test(one.key())).toList());
  }

  @Test
  void noting_the_same_again_changes_nothing() {
    List<StoredEvent> events = append(0, 5, NOON);
    List<Settled> delivered = settled(events, Outcome.DELIVERED);
    accounts.note("siem", delivered);
    accounts.note("siem", delivered);
    accounts.note("siem", delivered.subList(1, 3));
    accounts.note("siem", delivered.reversed());
    assertEquals(List.of(account(HOUR, 5, 5, 0, 0, Map.of())), read("siem"));
  }

  @Test
  void the_better_outcome_counts_whichever_was_noted_first() {
    List<StoredEvent> events = append(0, Outcome.values().length, NOON);
    for (Outcome better : Outcome.values()) {
      StoredEvent event = events.get(better.rank());
      for (Outcome other : Outcome.values()) {
        if (other.compareTo(better) <= 0) {
          accounts.note("up", List.of(new Settled(event.key(), NOON, other, "why")));
        }
      }
      for (Outcome other : List.of(Outcome.values()).reversed()) {
        if (other.compareTo(better) <= 0) {
          accounts.note("down", List.of(new Settled(event.key(), NOON, other, "why")));
        }
      }
    }
    List<Account> oneOfEach = List.of(account(HOUR, 4, 1, 1, 1, Map.of("why", 1L)));
    assertEquals(oneOfEach, read("up"));
    assertEquals(oneOfEach, read("down"));
  }

  @Test
  void an_hour_is_that_of_the_event_and_ends_where_the_next_begins() {
    List<StoredEvent> events = new ArrayList<>(append(0, 1, HOUR));
    events.addAll(append(1, 1, HOUR.plusSeconds(3600).minusNanos(1)));
    events.addAll(append(2, 1, HOUR.plusSeconds(3600)));
    events.addAll(append(3, 1, HOUR.minusMillis(1)));
    accounts.note("siem", settled(events, Outcome.DELIVERED));
    Instant last = HOUR.minusSeconds(3600);
    Instant next = HOUR.plusSeconds(3600);
    assertEquals(
        List.of(
            account(last, 1, 1, 0, 0, Map.of()),
            account(HOUR, 2, 2, 0, 0, Map.of()),
            account(next, 1, 1, 0, 0, Map.of())),
        read("siem"));
    assertEquals(
        List.of(account(HOUR, 2, 2, 0, 0, Map.of())),
        accounts.read("siem", HOUR.plusSeconds(1800), next).hours());
    assertEquals(List.of(), accounts.read("siem", HOUR, HOUR).hours());
  }

  @Test
  void an_event_of_long_before_1970_has_its_hour() {
    Instant old = Instant.parse("1903-05-06T07:59:59.5Z");
    List<StoredEvent> events = append(0, 2, old);
    accounts.note("siem", settled(events.subList(0, 1), Outcome.DELIVERED));
    assertEquals(
        List.of(account(Instant.parse("1903-05-06T07:00:00Z"), 2, 1, 0, 0, Map.of())),
        accounts.read("siem", old, old.plusSeconds(1)).hours());
  }

  @Test
  void siems_have_accounts_of_their_own() {
    List<StoredEvent> events = append(0, 2, NOON);
    accounts.note("soc", settled(events, Outcome.DELIVERED));
    accounts.note("soc.2", settled(events.subList(0, 1), Outcome.PARKED));
    assertEquals(List.of(account(HOUR, 2, 2, 0, 0, Map.of())), read("soc"));
    assertEquals(List.of(account(HOUR, 2, 0, 0, 1, Map.of())), read("soc.2"));
    assertEquals(List.of(account(HOUR, 2, 0, 0, 0, Map.of())), read("so"));
  }

  @Test
  void what_is_noted_and_is_not_in_the_log_counts_as_stored() {
    append(0, 1, NOON);
    Settled gone = new Settled(new EventKey("gone", 7), NOON, Outcome.LOST, "expired");
    accounts.note("siem", List.of(gone));
    accounts.note("siem", List.of(gone));
    assertEquals(List.of(account(HOUR, 2, 0, 0, 0, Map.of("expired", 1L))), read("siem"));
  }

  @Test
  void two_events_of_one_uid_are_two() {
    List<StoredEvent> events =
        log
            .append(
                List.of(
                    Events.event("{\"event\":\"a\",\"uid\":\"u\",\"n\":1}"),
                    Events.event("{\"event\":\"a\",\"uid\":\"u\",\"n\":2}")))
            .stream()
            .map(answer -> log.find(List.of(answer.key())).getFirst())
            .toList();
    accounts.note("siem", settled(events.subList(0, 1), Outcome.DELIVERED));
    assertEquals(List.of(account(HOUR, 2, 1, 0, 0, Map.of())), read("siem"));
    accounts.note("siem", settled(events, Outcome.DELIVERED));
    assertEquals(List.of(account(HOUR, 2, 2, 0, 0, Map.of())), read("siem"));
  }

  @Test
  void a_long_reason_is_counted_under_its_beginning() {
    StoredEvent event = append(0, 1, NOON).getFirst();
    accounts.note("siem", List.of(Settled.lost(event, "x\u001b😀".repeat(1000))));
    assertEquals(1, read("siem").getFirst().lostAltogether());
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void they_add_up_whatever_is_noted_how_often_and_in_which_order(long seed) {
    Random random = new Random(seed);
    List<StoredEvent> events = new ArrayList<>();
    for (int hour = 0; hour < 4; hour++) {
      events.addAll(append(100 * hour, 50, HOUR.plusSeconds(3600L * hour)));
    }
    List<Settled> noted = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      StoredEvent event = events.get(random.nextInt(events.size()));
      Outcome outcome = Outcome.of(random.nextInt(4)).orElseThrow();
      noted.add(new Settled(event.key(), event.event().time(), outcome, "why"));
    }
    Map<EventKey, Outcome> best = new TreeMap<>();
    noted.forEach(
        one -> best.merge(one.key(), one.outcome(), (a, b) -> a.compareTo(b) > 0 ? a : b));
    Collections.shuffle(noted, random);
    for (int from = 0; from < noted.size(); ) {
      int to = Math.min(noted.size(), from + 1 + random.nextInt(40));
      accounts.note("siem", noted.subList(random.nextInt(to), to));
      accounts.note("siem", noted.subList(from, to));
      from = to;
    }
    List<Account> hours = read("siem");
    assertEquals(4, hours.size());
    assertEquals(
        IntStream.range(0, 4).mapToObj(i -> 50L).toList(),
        hours.stream().map(Account::stored).toList());
    assertEquals(
        List.of(
            count(best, Outcome.DELIVERED),
            count(best, Outcome.PARKED),
            count(best, Outcome.EXCLUDED),
            count(best, Outcome.LOST),
            200L - best.size()),
        List.of(
            hours.stream().mapToLong(Account::delivered).sum(),
            hours.stream().mapToLong(Account::parked).sum(),
            hours.stream().mapToLong(Account::excluded).sum(),
            hours.stream().mapToLong(Account::lostAltogether).sum(),
            hours.stream().mapToLong(Account::waiting).sum()));
    assertTrue(hours.stream().anyMatch(hour -> hour.waiting() > 0));
  }

  private static long count(Map<EventKey, Outcome> best, Outcome outcome) {
    return best.values().stream().filter(outcome::equals).count();
  }

  private List<StoredEvent> append(int first, int count, Instant time) {
    List<StoredEvent> stored =
        Events.stored(IntStream.range(first, first + count).mapToObj(i -> login(i, time)).toList());
    log.append(IntStream.range(first, first + count).mapToObj(i -> login(i, time)).toList());
    return stored;
  }

  private static List<Settled> settled(List<StoredEvent> events, Outcome outcome) {
    return events.stream().map(event -> Settled.of(event, outcome)).toList();
  }

  private List<Account> read(String sink) {
    return accounts.read(sink, BEFORE, AFTER).hours();
  }

  private static Account account(
      Instant hour,
      long stored,
      long delivered,
      long excluded,
      long parked,
      Map<String, Long> lost) {
    return new Account(hour, stored, delivered, excluded, parked, new TreeMap<>(lost));
  }
}
