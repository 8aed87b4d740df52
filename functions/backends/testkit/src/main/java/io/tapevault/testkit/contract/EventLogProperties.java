package io.tapevault.testkit.contract;

import static io.tapevault.testkit.contract.Events.NOON;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.event.Appended;
import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventKey;
import io.tapevault.event.EventLog;
import io.tapevault.event.EventPage;
import io.tapevault.event.EventQuery;
import io.tapevault.event.Position;
import io.tapevault.event.StoredEvent;
import io.tapevault.event.Where;
import io.tapevault.predicate.Condition;
import io.tapevault.settings.Retention;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// What holds for any events in any batches. The seed is in the name of the test.
interface EventLogProperties extends EventLogPromises {

  Instant MIDNIGHT = NOON.truncatedTo(ChronoUnit.DAYS);

  @TestFactory
  default Stream<DynamicTest> any_batches_with_repetitions_are_kept_once_and_paged_whole() {
    return seeds()
        .map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> keptOnce(new Random(seed))));
  }

  @TestFactory
  default Stream<DynamicTest> any_split_of_a_batch_is_the_whole() {
    return seeds()
        .map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> splitIsWhole(new Random(seed))));
  }

  @TestFactory
  default Stream<DynamicTest>
      whatever_faults_befall_a_sender_that_tries_again_everything_is_kept_once() {
    return seeds()
        .map(seed ->
            DynamicTest.dynamicTest("seed " + seed, () -> keptUnderFaults(new Random(seed))));
  }

  @TestFactory
  default Stream<DynamicTest>
      pages_have_all_that_was_there_and_what_comes_behind_their_place_each_once_in_order() {
    return seeds()
        .map(seed ->
            DynamicTest.dynamicTest("seed " + seed, () -> pagedMeanwhile(new Random(seed))));
  }

  /// At equal times and over the border of a day, with events that come late or ahead meanwhile.
  private void pagedMeanwhile(Random random) {
    EventLog log = logThatKeeps(Retention.DEFAULT);
    int written = 0;
    List<AuditEvent> there = new ArrayList<>();
    for (int round = 0; round < 6; round++) {
      Where where =
          random.nextBoolean()
              ? Where.ANYTHING
              : new Condition.In("user", List.of("u" + random.nextInt(3), "u3"));
      EventQuery query =
          new EventQuery(
              MIDNIGHT.minusSeconds(20),
              MIDNIGHT.plusSeconds(20),
              random.nextBoolean() ? Set.of() : Set.of("type.1", "type.2"),
              random.nextBoolean() ? EventQuery.Order.ASCENDING : EventQuery.Order.DESCENDING,
              where);
      Set<AuditEvent> wanted = there.stream().filter(query::wants).collect(toSet());
      List<StoredEvent> found = new ArrayList<>();
      Position after = null;
      EventPage page;
      do {
        List<AuditEvent> come = new ArrayList<>();
        for (int i = random.nextInt(12); i > 0; i--) {
          come.add(anyAroundMidnight(random, written++));
        }
        log.append(come);
        there.addAll(come);
        for (AuditEvent event : come) {
          boolean behind =
              after == null
                  || Reading.isBehind(
                      new Position(event.time(), event.key()), after, query.order());
          if (behind && query.wants(event)) {
            wanted.add(event);
          }
        }
        page = log.search(query, after, 1 + random.nextInt(9));
        found.addAll(page.events());
        after = page.end();
      } while (page.more());
      assertEquals(
          wanted.stream().map(AuditEvent::uid).collect(toSet()),
          found.stream().map(one -> one.event().uid()).collect(toSet()),
          query::toString);
      assertEquals(wanted.size(), found.size());
      for (int i = 1; i < found.size(); i++) {
        assertTrue(
            Reading.isBehind(found.get(i).position(), found.get(i - 1).position(), query.order()));
      }
    }
  }

  private static AuditEvent anyAroundMidnight(Random random, int number) {
    return Events.event(
        "{\"event\":\"type.%d\",\"time\":\"%s\",\"uid\":\"n-%d\",\"ei\":%d,\"sid\":\"s-%d\",\"user\":\"u%d\"}"
            .formatted(
                random.nextInt(4),
                MIDNIGHT.plusMillis((random.nextInt(9) - 4) * 700L),
                number,
                number,
                random.nextInt(3),
                random.nextInt(4)));
  }

  private static Stream<Long> seeds() {
    return Stream.of(1L, 2L, 3L, 4L);
  }

  private void keptOnce(Random random) {
    EventLog log = logThatKeeps(Retention.DEFAULT);
    List<AuditEvent> sent = new ArrayList<>();
    List<Appended> answers = new ArrayList<>();
    while (sent.size() < 80) {
      List<AuditEvent> batch = events(random, random.nextInt(40));
      batch.addAll(batch.subList(0, random.nextInt(batch.size() + 1)));
      sent.addAll(batch);
      answers.addAll(log.append(batch));
    }
    Set<AuditEvent> distinct = sent.stream().map(Events::canonical).collect(toSet());
    assertEquals(
        distinct.size(),
        answers.stream().filter(answer -> !(answer instanceof Appended.AlreadyThere)).count());
    assertEquals(
        answers.stream().map(answer -> new Appended.AlreadyThere(answer.key())).toList(),
        log.append(sent));

    List<StoredEvent> all = Reading.all(log);
    assertEquals(distinct.size(), all.size());
    assertEquals(distinct, all.stream().map(StoredEvent::event).collect(toSet()));
    assertEquals(
        conflicts(answers),
        all.stream()
            .filter(StoredEvent::conflict)
            .map(StoredEvent::key)
            .collect(toCollection(TreeSet::new)));
    pagedWhole(log, all, random);
  }

  private static void pagedWhole(EventLog log, List<StoredEvent> all, Random random) {
    for (int i = 0; i < 12; i++) {
      EventQuery query =
          new EventQuery(
              NOON.plusMillis(random.nextInt(3) * 500L - 500),
              NOON.plusMillis(500 + random.nextInt(5) * 500L),
              random.nextBoolean() ? Set.of() : Set.of("type." + random.nextInt(3), "type.3"),
              random.nextBoolean() ? EventQuery.Order.ASCENDING : EventQuery.Order.DESCENDING);
      List<StoredEvent> wanted =
          all.stream().filter(stored -> query.wants(stored.event())).toList();
      assertEquals(
          query.order() == EventQuery.Order.ASCENDING ? wanted : wanted.reversed(),
          Reading.all(log, query, 1 + random.nextInt(30)),
          query::toString);
    }
  }

  private void splitIsWhole(Random random) {
    EventLog whole = logThatKeeps(Retention.DEFAULT);
    EventLog split = logThatKeeps(Retention.DEFAULT);
    List<AuditEvent> batch = events(random, 120);
    List<Appended> answers = new ArrayList<>();
    int from = 0;
    while (from < batch.size()) {
      int to = Math.min(batch.size(), from + 1 + random.nextInt(30));
      answers.addAll(split.append(batch.subList(from, to)));
      from = to;
    }
    assertEquals(whole.append(batch), answers);
    assertEquals(Reading.all(whole), Reading.all(split));
  }

  private void keptUnderFaults(Random random) throws InterruptedException {
    EventLog calm = logThatKeeps(Retention.DEFAULT);
    EventLog log = logThatKeeps(Retention.DEFAULT);
    FaultyEventLog faulty = new FaultyEventLog(log);
    for (int batch = 0; batch < 8; batch++) {
      List<AuditEvent> events = events(random, 1 + random.nextInt(20));
      for (int fault = random.nextInt(3); fault > 0; fault--) {
        faulty.failingAfterPersisting(random.nextInt(events.size() + 1));
      }
      FaultyEventLog.untilDone(() -> faulty.append(events));
      calm.append(events);
    }
    assertEquals(Reading.all(calm), Reading.all(log));
  }

  private static Set<EventKey> conflicts(List<Appended> answers) {
    return answers.stream()
        .filter(Appended.Conflict.class::isInstance)
        .map(Appended::key)
        .collect(toCollection(TreeSet::new));
  }

  /// Few sessions, few indexes, few uids and few contents, so that events meet in every way.
  private static List<AuditEvent> events(Random random, int count) {
    List<AuditEvent> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      StringBuilder json =
          new StringBuilder("{\"event\":\"type.").append(random.nextInt(5)).append('"');
      json.append(",\"time\":\"").append(NOON.plusMillis(random.nextInt(4) * 400L)).append('"');
      if (random.nextInt(4) > 0) {
        json.append(",\"sid\":\"session ").append(random.nextInt(3)).append('"');
      }
      if (random.nextInt(5) > 0) {
        json.append(",\"uid\":\"uid ").append(random.nextInt(25)).append('"');
      }
      json.append(",\"ei\":")
          .append(random.nextInt(4))
          .append(",\"n\":")
          .append(random.nextInt(2))
          .append('}');
      events.add(Events.event(json.toString()));
    }
    return events;
  }
}
