package io.tapevault.testkit.contract;

import static io.tapevault.testkit.contract.Events.NOON;
import static io.tapevault.testkit.contract.Reading.all;
import static io.tapevault.testkit.contract.Reading.descending;
import static io.tapevault.testkit.contract.Reading.expected;
import static io.tapevault.testkit.contract.Reading.where;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventQuery;
import io.tapevault.predicate.Condition;
import io.tapevault.predicate.Predicates;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Searching by what stands in the fields of an event: every log finds what a filter in memory
/// finds.
interface WherePromises extends EventLogPromises {

  /// The values of `a`, as they are spelled.
  List<String> VALUES =
      List.of(
          "\"alice\"",
          "\"alice.b\"",
          "\"al\\u0069ce\"",
          "\"ALICE\"",
          "\"\"",
          "\"j\u00f6rg \\\"x\\\" %\"",
          "true",
          "\"true\"",
          "1",
          "1.0",
          "1e0",
          "9223372036854775808",
          "0.1000000000000000055511151231257827",
          "null",
          "[\"alice\",\"bob\"]",
          "[]",
          "{\"b\":\"alice\"}",
          "{\"b\":[{\"c\":\"alice\"},{\"c\":1}]}",
          "{\"b.c\":\"alice\"}",
          "\"%s\"".formatted("long ".repeat(2_000)));

  private static List<AuditEvent> events() {
    List<AuditEvent> events = new ArrayList<>();
    for (int i = 0; i < 3 * VALUES.size(); i++) {
      events.add(
          Events.event(
              "{\"event\":\"%s\",\"time\":\"%s\",\"uid\":\"w-%d\",\"user\":\"%s\",\"a\":%s,\"a.b\":%d}"
                  .formatted(
                      i % 2 == 0 ? "user.login" : "db.session.query",
                      NOON.plusSeconds(i),
                      i,
                      i % 3 == 0 ? "alice" : "bob",
                      VALUES.get(i % VALUES.size()),
                      i)));
    }
    return events;
  }

  @Test
  default void what_is_said_of_a_field_is_found_and_nothing_else() throws Exception {
    List<AuditEvent> events = events();
    log().append(events);
    for (String said :
        List.of(
            "equals(a, \"alice\")",
            "equals(a, \"true\")",
            "equals(a, 1)",
            "equals(a, 1.0)",
            "contains(a, \"lic\")",
            "contains(a, \"%\")",
            "contains(a, \"\\\"\")",
            "contains(a, \"g long \")",
            "hasPrefix(a, \"alice\")",
            "hasPrefix(event, \"db.session.\") && user == \"alice\"",
            "equals(a.b, \"alice\") || equals(a.b, 7)",
            "equals(a.b.c, \"alice\")",
            "exists(a)",
            "!exists(a)",
            "!equals(user, \"alice\") && !contains(a, \"b\")",
            "in(a, \"alice\", \"bob\") && !(user == \"bob\")",
            "equals(nobody, \"x\")")) {
      check(events, where(Predicates.parse(said)), said);
    }
  }

  private void check(List<AuditEvent> events, EventQuery query, String said) {
    assertEquals(expected(events, query), all(log(), query, 7), said);
    assertEquals(expected(events, descending(query)), all(log(), descending(query), 7), said);
  }

  @Test
  default void types_and_conditions_have_to_hold_together() throws Exception {
    List<AuditEvent> events = events();
    log().append(events);
    EventQuery all = where(Predicates.parse("equals(user, \"alice\")"));
    EventQuery query =
        new EventQuery(
            NOON.plusSeconds(4),
            NOON.plusSeconds(40),
            Set.of("db.session.query", "never"),
            all.order(),
            all.where());
    check(events, query, query.toString());
  }

  /// A log may have an index of these.
  @Test
  default void a_member_that_many_look_for_is_found_however_it_is_spelled() {
    List<String> fields = List.of("user", "code", "server_id", "server_hostname", "login");
    List<AuditEvent> events = new ArrayList<>();
    for (String field : fields) {
      for (String value : VALUES) {
        int i = events.size();
        events.add(
            Events.event(
                "{\"event\":\"type.%d\",\"time\":\"%s\",\"uid\":\"m-%d\",\"%s\":%s}"
                    .formatted(i % 3, NOON.plusMillis(i / 4 * 300L), i, field, value)));
      }
    }
    log().append(events);
    for (String text : List.of("alice", "", "1", "true", "j\u00f6rg \"x\" %", "nobody", "odd")) {
      List<Condition> any = new ArrayList<>();
      for (String field : fields) {
        any.add(new Condition.In(field, List.of(text, "bob")));
      }
      List<Condition> asked = new ArrayList<>(any);
      asked.add(new Condition.AnyOf(any.subList(2, 4)));
      asked.add(new Condition.AnyOf(List.of(any.get(0), any.get(0), any.get(4))));
      asked.add(new Condition.AllOf(List.of(any.get(0), new Condition.Exists("user"))));
      asked.add(new Condition.AllOf(any.subList(0, 2)));
      for (Condition condition : asked) {
        for (Set<String> types : List.of(Set.<String>of(), Set.of("type.0", "type.2"))) {
          EventQuery all = where(condition);
          EventQuery query =
              new EventQuery(all.from(), all.to(), types, EventQuery.Order.ASCENDING, condition);
          assertEquals(expected(events, query), all(log(), query, 3), query::toString);
          assertEquals(
              expected(events, descending(query)),
              all(log(), descending(query), 3),
              query::toString);
        }
      }
    }
  }

  @TestFactory
  default Stream<DynamicTest> any_condition_finds_what_a_filter_finds() {
    return Stream.of(1L, 2L, 3L)
        .map(seed ->
            DynamicTest.dynamicTest(
                "seed " + seed,
                () -> {
                  Random random = new Random(seed);
                  List<AuditEvent> events = events();
                  log().append(events);
                  for (int i = 0; i < 20; i++) {
                    Condition condition = condition(random, 3);
                    EventQuery query = where(condition);
                    assertEquals(
                        expected(events, query), all(log(), query, 50), condition::toString);
                  }
                }));
  }

  private static Condition condition(Random random, int depth) {
    List<String> fields = List.of("a", "a.b", "a.b.c", "user", "event", "never");
    List<String> texts = List.of("alice", "bob", "true", "1", "ali", "db.", "%", "", "\"", "7");
    String field = fields.get(random.nextInt(fields.size()));
    String text = texts.get(random.nextInt(texts.size()));
    return switch (random.nextInt(depth == 0 ? 4 : 7)) {
      case 0 -> new Condition.In(field, List.of(text, texts.get(random.nextInt(texts.size()))));
      case 1 -> new Condition.Contains(field, text);
      case 2 -> new Condition.HasPrefix(field, text);
      case 3 -> new Condition.Exists(field);
      case 4 -> new Condition.Not(condition(random, depth - 1));
      case 5 ->
          new Condition.AllOf(List.of(condition(random, depth - 1), condition(random, depth - 1)));
      default ->
          new Condition.AnyOf(List.of(condition(random, depth - 1), condition(random, depth - 1)));
    };
  }
}
