package io.tapevault.testkit.contract;

import static io.tapevault.testkit.contract.Events.NOON;
import static io.tapevault.testkit.contract.Reading.AROUND_NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventQuery;
import io.tapevault.event.EventQuery.Order;
import io.tapevault.event.Histogram;
import io.tapevault.event.Histogram.Step;
import io.tapevault.predicate.Predicates;
import io.tapevault.settings.Retention;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Counting: every log counts what a search finds.
interface HistogramPromises extends EventLogPromises {

  private static AuditEvent event(String type, int number, Instant time) {
    return Events.event(
        "{\"event\":\"%s\",\"time\":\"%s\",\"uid\":\"h-%d\",\"user\":\"user-%d\"}"
            .formatted(type, time, number, number % 3));
  }

  private static Histogram counted(List<AuditEvent> events, EventQuery query, Duration step) {
    NavigableMap<Instant, Step> steps = new TreeMap<>();
    for (AuditEvent event : events.stream().filter(query::wants).toList()) {
      long begin =
          Math.floorDiv(event.time().getEpochSecond(), step.toSeconds()) * step.toSeconds();
      steps
          .computeIfAbsent(Instant.ofEpochSecond(begin), none -> new Step(new TreeMap<>(), 0))
          .types()
          .merge(event.type(), 1L, Long::sum);
    }
    return new Histogram(steps, null);
  }

  @Test
  default void whatever_is_asked_for_is_counted_as_a_search_finds_it() throws Exception {
    Random random = new Random(7);
    List<AuditEvent> events = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      Instant time = NOON.plusMillis(random.nextLong(-100_000_000, 100_000_000));
      events.add(event(List.of("a", "db.b", "c").get(i % 3), i, time));
    }
    log().append(events);
    for (Set<String> types : List.of(Set.<String>of(), Set.of("a"), Set.of("a", "c", "never"))) {
      for (Duration step :
          List.of(Duration.ofSeconds(7), Duration.ofHours(1), Duration.ofDays(1))) {
        for (EventQuery query :
            List.of(
                AROUND_NOON,
                Reading.window(NOON.minusSeconds(5_000), NOON.plusSeconds(30_000)),
                Reading.where(Predicates.parse("equals(user, \"user-1\")")),
                Reading.window(NOON, NOON))) {
          EventQuery asked =
              new EventQuery(query.from(), query.to(), types, Order.DESCENDING, query.where());
          assertEquals(counted(events, asked, step), log().histogram(asked, step), asked::toString);
        }
      }
    }
  }

  @Test
  default void steps_begin_at_whole_ones_since_1970_and_before() throws Exception {
    Instant early = Instant.parse("1969-12-31T23:59:59.5Z");
    Instant late = Instant.parse("1970-01-01T00:59:59.999Z");
    log().append(List.of(event("a", 1, early), event("a", 2, late)));
    Histogram counted =
        log()
            .histogram(
                Reading.window(
                    Instant.EPOCH.minusSeconds(86_400), Instant.EPOCH.plusSeconds(3_600)),
                Duration.ofHours(1));
    assertEquals(
        Map.of(
            Instant.parse("1969-12-31T23:00:00Z"),
            new Step(Map.of("a", 1L), 0),
            Instant.EPOCH,
            new Step(Map.of("a", 1L), 0)),
        counted.steps());
  }

  @Test
  default void what_has_expired_is_not_counted() throws Exception {
    var log = logThatKeeps(Retention.parse("1d"));
    log.append(List.of(event("a", 1, NOON), event("b", 2, NOON)));
    clock().move(Duration.ofHours(12));
    log.append(List.of(event("a", 3, NOON.plusSeconds(43_200))));
    clock().move(Duration.ofHours(13));
    assertEquals(
        Map.of(NOON.plusSeconds(43_200), new Step(Map.of("a", 1L), 0)),
        log.histogram(AROUND_NOON, Duration.ofHours(12)).steps());
  }

  @Test
  default void of_very_many_types_the_first_by_name_are_told_apart_and_nothing_is_left_out()
      throws Exception {
    List<AuditEvent> events = new ArrayList<>();
    int types = Histogram.MOST_TYPES + 20;
    for (int i = 0; i < 2 * types; i++) {
      int type = types - 1 - i % types;
      events.add(event("t-%03d".formatted(type), i, NOON.plusSeconds(i % 4)));
    }
    log().append(events);
    Step step = log().histogram(AROUND_NOON, Duration.ofHours(1)).steps().firstEntry().getValue();
    assertEquals(Histogram.MOST_TYPES, step.types().size());
    assertEquals(Set.of(2L), Set.copyOf(step.types().values()));
    assertEquals(2L, step.types().get("t-000"));
    assertEquals(40, step.others());
    assertEquals(events.size(), step.events());
  }
}
