package io.tapevault.aws.dynamodb;

import static io.tapevault.testkit.contract.Events.NOON;
import static io.tapevault.testkit.contract.Events.login;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tapevault.aws.dynamodb.table.EventsTable;
import io.tapevault.aws.json.TestHttp;
import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventKey;
import io.tapevault.event.EventLog;
import io.tapevault.event.EventPage;
import io.tapevault.event.EventQuery;
import io.tapevault.event.EventQuery.Order;
import io.tapevault.event.Histogram;
import io.tapevault.event.Unavailable;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.Events;
import io.tapevault.testkit.contract.MovableClock;
import io.tapevault.testkit.contract.Reading;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.SdkHttpClient;

/// Where DynamoDB ends, events go on.
@OnDynamoDb
final class LimitsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final KeptInMemory large = new KeptInMemory();
  private final String name = TestTables.emptyName();
  private final EventLog log = log(new Counting());

  private EventLog log(SdkHttpClient client) {
    return log(client, NOON);
  }

  private EventLog log(SdkHttpClient client, Instant now) {
    return new DynamoDbEventLog(
        TestTables.table(client, name),
        large,
        Retention.DEFAULT,
        new MovableClock(now),
        TestTables.NO_HURRY);
  }

  /// Counts queries.
  private static final class Counting extends BetweenUs {
    final AtomicInteger queries = new AtomicInteger();

    @Override
    Answer answer(String action, String request, Dynamo dynamo) throws IOException {
      if (action.equals("Query")) {
        queries.incrementAndGet();
      }
      return dynamo.answer();
    }
  }

  /// An index of days, in seconds.
  @Nested
  final class ASearch {

    @Test
    void finds_three_megabytes_of_one_moment() {
      List<AuditEvent> events =
          IntStream.range(0, 100).mapToObj(i -> Events.query(i, NOON, 30_000)).toList();
      log.append(events);
      Counting counting = new Counting();
      EventPage page = log(counting).search(aroundNoon(), null, Integer.MAX_VALUE);
      assertEquals(
          Set.copyOf(Events.stored(events)),
          Events.canonical(page.events()).stream().collect(toSet()));
      assertEquals(100, page.events().size());
      // DynamoDB: an answer holds 1 MB.
      assertTrue(counting.queries.get() >= 3, counting.queries + " queries");
    }

    @Test
    void of_all_time_asks_for_the_days_since_2015_and_finds_the_odd_ones() {
      List<AuditEvent> events = new ArrayList<>();
      for (String time :
          List.of(
              "0000-01-01T00:00:00Z",
              "0001-01-01T00:00:00Z",
              "0999-06-01T00:00:00Z",
              "1970-01-01T00:00:07Z",
              "2014-12-31T23:59:59Z",
              "2015-01-01T00:00:00Z",
              "2015-03-01T12:00:00Z",
              "2015-03-02T23:59:59Z",
              "2015-03-03T00:00:00Z",
              "2099-01-01T00:00:00Z",
              "9999-12-31T23:59:59Z")) {
        events.add(login(events.size(), Instant.parse(time)));
      }
      Counting counting = new Counting();
      EventLog log = log(counting, Instant.parse("2015-03-01T12:00:00Z"));
      log.append(events);
      EventQuery ever = new EventQuery(Instant.MIN, Instant.MAX, Set.of(), Order.ASCENDING);
      assertEquals(Events.stored(events), Reading.all(log, ever, 100));
      assertTrue(counting.queries.get() < 90, counting.queries + " queries");
      EventQuery back =
          new EventQuery(Instant.MIN, Instant.MAX, Set.of("user.login"), Order.DESCENDING);
      assertEquals(Events.stored(events.reversed()), Reading.all(log, back, 100));
    }

    @Test
    void that_has_no_time_says_how_far_it_came_and_goes_on_from_there() {
      List<AuditEvent> events = new ArrayList<>();
      for (int day : List.of(-9, -8, -1, 0, 1)) {
        for (int i = 0; i < 3; i++) {
          events.add(login(events.size(), NOON.plus(Duration.ofDays(day)).plusSeconds(i / 2)));
        }
      }
      log.append(events);
      EventLog hasty =
          new DynamoDbEventLog(
              TestTables.table(name),
              large,
              Retention.DEFAULT,
              new MovableClock(NOON),
              Duration.ZERO);
      EventQuery weeks =
          new EventQuery(
              NOON.minus(Duration.ofDays(15)),
              NOON.plus(Duration.ofDays(2)),
              Set.of(),
              Order.ASCENDING);
      EventPage first = hasty.search(weeks, null, 10);
      assertEquals(List.of(), first.events());
      assertTrue(first.more());
      for (Order order : Order.values()) {
        for (int pageSize : List.of(1, 2, 10)) {
          EventQuery query = new EventQuery(weeks.from(), weeks.to(), Set.of(), order);
          assertEquals(
              Reading.all(log, query, 100), Reading.all(hasty, query, pageSize), query::toString);
        }
      }
      NavigableMap<Instant, Histogram.Step> steps = new TreeMap<>();
      Histogram part = hasty.histogram(weeks, Duration.ofSeconds(1));
      steps.putAll(part.steps());
      for (; part.until() != null; steps.putAll(part.steps())) {
        EventQuery rest = new EventQuery(part.until(), weeks.to(), Set.of(), Order.ASCENDING);
        part = hasty.histogram(rest, Duration.ofSeconds(1));
      }
      assertEquals(log.histogram(weeks, Duration.ofSeconds(1)).steps(), steps);
      assertEquals(10, steps.size());
      assertThrows(Unavailable.class, () -> hasty.append(events));
      assertThrows(Unavailable.class, () -> hasty.find(List.of(events.getFirst().key())));
    }

    @Test
    void of_an_empty_year_asks_once_for_each_day() {
      log.append(List.of(login(1, NOON)));
      Counting counting = new Counting();
      EventQuery year =
          new EventQuery(
              NOON.minus(Duration.ofDays(400)),
              NOON.minus(Duration.ofDays(35)),
              Set.of(),
              Order.ASCENDING);
      assertEquals(EventPage.EMPTY, log(counting).search(year, null, 10));
      assertEquals(366, counting.queries.get());
    }

    @Test
    void that_ends_on_its_first_day_asks_for_no_other() {
      log.append(Stream.of(1, 2, 3).map(i -> login(i, NOON.plusSeconds(i))).toList());
      Counting counting = new Counting();
      EventQuery days =
          new EventQuery(NOON, NOON.plus(Duration.ofDays(3)), Set.of(), Order.ASCENDING);
      assertTrue(log(counting).search(days, null, 2).more());
      assertEquals(1, counting.queries.get());
    }
  }

  /// BatchGetItem answers what it gets to.
  @Nested
  final class ALookup {

    @Test
    void asks_again_for_what_was_not_looked_at() {
      List<AuditEvent> events = IntStream.range(0, 30).mapToObj(i -> login(i, NOON)).toList();
      log.append(events);
      EventLog slow =
          log(
              new BetweenUs() {
                @Override
                Answer answer(String action, String request, Dynamo dynamo) throws IOException {
                  return action.equals("BatchGetItem")
                      ? firstFour(dynamo.answer())
                      : dynamo.answer();
                }
              });
      assertEquals(
          Events.stored(events),
          Events.canonical(slow.find(events.stream().map(AuditEvent::key).toList())));
    }

    /// As if DynamoDB had not got to the others.
    private TestHttp.Answer firstFour(TestHttp.Answer whole) throws IOException {
      ObjectNode answer = (ObjectNode) JSON.readTree(whole.body());
      ArrayNode items = (ArrayNode) answer.get("Responses").get(name);
      ArrayNode keys = JSON.createArrayNode();
      while (items.size() > 4) {
        ObjectNode item = (ObjectNode) items.remove(4);
        keys.add(item.retain("SessionID", "EventIndex"));
      }
      if (!keys.isEmpty()) {
        answer.putObject("UnprocessedKeys").putObject(name).set("Keys", keys);
      }
      return new TestHttp.Answer(200, answer.toString());
    }

    @Test
    void that_gets_nowhere_is_unavailable() {
      EventLog stuck =
          log(
              new BetweenUs() {
                @Override
                Answer answer(String action, String request, Dynamo dynamo) throws IOException {
                  JsonNode asked = JSON.readTree(request).get("RequestItems");
                  return new Answer(200, "{\"Responses\":{},\"UnprocessedKeys\":" + asked + "}");
                }
              });
      assertThrows(Unavailable.class, () -> stuck.find(List.of(new EventKey("s", 0))));
    }

    @Test
    void of_what_cannot_be_a_key_finds_nothing() {
      assertEquals(
          List.of(), log.find(List.of(new EventKey("", 0), new EventKey("é".repeat(1025), 0))));
      assertEquals(EventPage.EMPTY, log.session("", Order.ASCENDING, null, 1));
    }
  }

  /// What else lies in the table.
  @Nested
  final class AnEventThatLooksLikeOurOwn {

    @Test
    void is_kept_beside_what_is_parked_and_beside_the_days() {
      List<AuditEvent> events =
          Stream.of("days#odd", "parked#2026-03-01#0")
              .map(session -> Events.command(session, 1, Instant.parse("1999-01-01T00:00:00Z")))
              .toList();
      log.append(events);
      EventQuery then =
          new EventQuery(
              Instant.parse("1999-01-01T00:00:00Z"),
              Instant.parse("1999-01-02T00:00:00Z"),
              Set.of(),
              Order.ASCENDING);
      assertEquals(Events.stored(events), Reading.all(log, then, 1));
      assertEquals(
          Events.stored(events.subList(0, 1)),
          Reading.session(log, "days#odd", Order.ASCENDING, 10));
      EventsTable table = TestTables.table(name);
      assertEquals(
          List.of(),
          new DynamoDbParking(table, large, Retention.DEFAULT, new MovableClock(NOON))
              .parked(LocalDate.parse("2026-03-01"), 10));
    }
  }

  private static EventQuery aroundNoon() {
    return new EventQuery(NOON.minusSeconds(60), NOON.plusSeconds(60), Set.of(), Order.ASCENDING);
  }
}
