package io.tapevault.aws.dynamodb;

import static io.tapevault.testkit.contract.Events.canonical;
import static io.tapevault.testkit.contract.Events.event;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.tapevault.aws.dynamodb.table.EventsTable;
import io.tapevault.event.Appended;
import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventKey;
import io.tapevault.event.EventLog;
import io.tapevault.event.EventQuery;
import io.tapevault.event.EventQuery.Order;
import io.tapevault.event.StoredEvent;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.Events;
import io.tapevault.testkit.contract.MovableClock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Items as every age of Teleport put them.
@OnDynamoDb
final class TeleportItemsTest {

  private static final String SID = "5fc8bf85-a73e-11e8-afd1-0242ac0a0101";
  private static final String START =
      """
      {"addr.local":"172.10.1.20:3022","ei":0,"event":"session.start","login":"root","sid":"%s","size":"80:25",\
      "time":"2018-08-24T00:27:36.123Z","uid":"","user":"alice"}\
      """
          .formatted(SID);
  private static final String END =
      """
      {"code":"T2004I","ei":4,"event":"session.end","participants":["alice","bob"],"sid":"%s",\
      "time":"2025-11-03T09:00:00Z","uid":"84c07a99-856c-419f-9de5-15560451a116","interactive":true}\
      """
          .formatted(SID);

  private final EventsTable table = TestTables.empty();
  private final EventLog log =
      new DynamoDbEventLog(
          table,
          new KeptInMemory(),
          Retention.DEFAULT,
          new MovableClock(Events.NOON),
          TestTables.NO_HURRY);

  @Test
  void an_item_of_2018_is_found_by_session_and_by_key_and_not_stored_again() {
    Map<String, AttributeValue> item = item(SID, "0", "session.start", "1535070456");
    item.put("Fields", AttributeValue.fromS(START));
    table.put(item);
    StoredEvent stored = stored(event(START));
    assertEquals(List.of(stored), session());
    assertEquals(List.of(stored), Events.canonical(log.find(List.of(new EventKey(SID, 0)))));
    assertEquals(
        List.of(new Appended.AlreadyThere(new EventKey(SID, 0))),
        log.append(List.of(event(START))));
  }

  @Test
  void an_item_of_2021_is_found_by_a_search_too() {
    Map<String, AttributeValue> item = item(SID, "0", "session.start", "1535070456");
    item.put("CreatedAtDate", AttributeValue.fromS("2018-08-24"));
    item.put("Expires", AttributeValue.fromN("4000000000"));
    item.put("Fields", AttributeValue.fromS(START));
    table.put(item);
    assertEquals(List.of(stored(event(START))), search("2018-08-24T00:00:00Z", "session.start"));
    assertEquals(List.of(), search("2018-08-24T00:00:00Z", "session.end"));
    assertEquals(
        List.of(new Appended.AlreadyThere(new EventKey(SID, 0))),
        log.append(List.of(event(START))));
  }

  @Test
  void an_item_of_2025_holds_a_map() {
    table.put(item2025());
    assertEquals(List.of(stored(event(END))), search("2025-11-03T00:00:00Z", "session.end"));
    assertEquals(List.of(stored(event(END))), session());
    assertEquals(
        List.of(new Appended.AlreadyThere(new EventKey(SID, 4))), log.append(List.of(event(END))));
  }

  @Test
  void an_upload_that_teleport_told_of_is_not_told_of_again() {
    Map<String, AttributeValue> item = item(SID, "2147483647", "session.upload", "1535071000");
    item.put("CreatedAtDate", AttributeValue.fromS("2018-08-24"));
    AuditEvent teleports =
        event(
            """
            {"code":"T2005I","ei":2147483647,"event":"session.upload","sid":"%s","time":"2018-08-24T00:36:40Z",\
            "uid":"0b1f7b5e-6a53-4f0f-a5c1-6e4b5c9a7d10","url":"s3://tapes/%s"}\
            """
                .formatted(SID, SID));
    item.put("Fields", AttributeValue.fromS(teleports.json()));
    table.put(item);
    AuditEvent ours =
        event(
            teleports.json().replace("0b1f7b5e", "1c2f7b5e").replace("\"}", ".tar\",\"size\":7}"));
    EventKey last = new EventKey(SID, 2147483647);
    assertEquals(List.of(new Appended.AlreadyThere(last)), log.append(List.of(ours)));
    assertEquals(List.of(stored(teleports)), session());
  }

  @Test
  void two_uploads_of_our_own_are_two_facts() {
    String upload =
        "{\"event\":\"session.upload\",\"sid\":\"%s\",\"ei\":2147483647,\"uid\":\"%s\",\"time\":\"2026-03-01T12:00:00Z\"}";
    AuditEvent one = event(upload.formatted(SID, "1"));
    AuditEvent two = event(upload.formatted(SID, "2"));
    assertEquals(List.of(new Appended.Stored(one.key())), log.append(List.of(one)));
    assertInstanceOf(Appended.Stored.class, log.append(List.of(two)).getFirst());
    assertEquals(2, session().size());
  }

  @Test
  void another_event_at_the_place_of_teleports_is_kept_beside_it_and_an_altered_one_flagged() {
    table.put(item2025());
    AuditEvent other = event(END.replace("84c07a99", "94c07a99"));
    AuditEvent altered = event(END.replace("bob", "eve"));
    List<Appended> answers = log.append(List.of(other, altered));
    EventKey beside = assertInstanceOf(Appended.Stored.class, answers.getFirst()).key();
    EventKey flagged = assertInstanceOf(Appended.Conflict.class, answers.getLast()).key();
    assertEquals(
        Set.of(
            stored(event(END)),
            new StoredEvent(beside, canonical(other), false),
            new StoredEvent(flagged, canonical(altered), true)),
        session().stream().collect(toSet()));
  }

  @Test
  void an_event_that_teleport_moved_to_an_index_from_its_clock_is_read() {
    String moved = END.replace("\"ei\":4", "\"ei\":1762160400000000001");
    Map<String, AttributeValue> item = item2025();
    item.put("EventIndex", AttributeValue.fromN("1762160400000000001"));
    Map<String, AttributeValue> fields = new HashMap<>(map(item));
    fields.put("ei", AttributeValue.fromN("1762160400000000001"));
    item.put("FieldsMap", AttributeValue.fromM(fields));
    table.put(item);
    StoredEvent stored = log.session(SID, Order.ASCENDING, null, 10).events().getFirst();
    assertEquals(new EventKey(SID, 1762160400000000001L), stored.key());
    assertEquals(1762160400000000001L, stored.event().index());
    assertEquals("84c07a99-856c-419f-9de5-15560451a116", stored.event().uid());
    assertEquals(Instant.parse("2025-11-03T09:00:00Z"), stored.event().time());
    assertEquals(event(moved).hash(), event(stored.event().json()).hash());
  }

  @Test
  void an_event_of_no_time_is_found_in_the_year_1() {
    Map<String, AttributeValue> item = item("random", "0", "auth", "-62135596800");
    item.put("CreatedAtDate", AttributeValue.fromS("0001-01-01"));
    item.put("FieldsMap", AttributeValue.fromM(Map.of("event", AttributeValue.fromS("auth"))));
    table.put(item);
    Instant year2 = Instant.parse("0002-01-01T00:00:00Z");
    EventQuery year1 = new EventQuery(Instant.MIN, year2, Set.of("auth"), Order.DESCENDING);
    StoredEvent found = log.search(year1, null, 10).events().getFirst();
    assertEquals(new EventKey("random", 0), found.key());
    assertEquals(Instant.parse("0001-01-01T00:00:00Z"), found.event().time());
  }

  @Test
  void a_time_that_was_rounded_into_the_next_second_counts_as_the_index_has_it() {
    Map<String, AttributeValue> item = item(SID, "0", "session.start", "1535070455");
    item.put("CreatedAtDate", AttributeValue.fromS("2018-08-24"));
    item.put("Fields", AttributeValue.fromS(START));
    table.put(item);
    StoredEvent found = log.session(SID, Order.ASCENDING, null, 10).events().getFirst();
    assertEquals(Instant.ofEpochSecond(1535070455), found.event().time());
    assertEquals(START, found.event().json());
  }

  @Test
  void what_is_no_event_is_never_found() {
    Map<String, AttributeValue> chunk = item("CHUNK#0199", "0", "", "1772366400");
    chunk.remove("EventType");
    chunk.put("CreatedAtDate", AttributeValue.fromS("2026-03-01"));
    table.put(chunk);
    assertEquals(List.of(), search("2026-03-01T00:00:00Z"));
    assertEquals(List.of(), log.session("CHUNK#0199", Order.ASCENDING, null, 10).events());
    assertEquals(List.of(), log.find(List.of(new EventKey("CHUNK#0199", 0))));
  }

  @Test
  void fields_that_are_no_json_hide_nothing() {
    Map<String, AttributeValue> item = item(SID, "0", "session.start", "1772366400");
    item.put("CreatedAtDate", AttributeValue.fromS("2026-03-01"));
    item.put("Fields", AttributeValue.fromS("{\"event\":"));
    table.put(item);
    log.append(List.of(Events.login(1, Events.NOON)));
    List<StoredEvent> found = log.search(day("2026-03-01T00:00:00Z"), null, 10).events();
    assertEquals(2, found.size());
    assertEquals(
        "{\"event\":\"session.start\",\"fields\":\"{\\\"event\\\":\"}",
        found.getFirst().event().json());
  }

  private static Map<String, AttributeValue> item2025() {
    Map<String, AttributeValue> item = item(SID, "4", "session.end", "1762160400");
    item.put("CreatedAtDate", AttributeValue.fromS("2025-11-03"));
    item.put("Expires", AttributeValue.fromN("4000000000"));
    item.put(
        "FieldsMap",
        AttributeValue.fromM(
            Map.of(
                "code", AttributeValue.fromS("T2004I"),
                "ei", AttributeValue.fromN("4"),
                "event", AttributeValue.fromS("session.end"),
                "participants",
                    AttributeValue.fromL(
                        List.of(AttributeValue.fromS("alice"), AttributeValue.fromS("bob"))),
                "sid", AttributeValue.fromS(SID),
                "time", AttributeValue.fromS("2025-11-03T09:00:00Z"),
                "uid", AttributeValue.fromS("84c07a99-856c-419f-9de5-15560451a116"),
                "interactive", AttributeValue.fromBool(true))));
    return item;
  }

  private static Map<String, AttributeValue> item(
      String session, String index, String type, String createdAt) {
    return new HashMap<>(
        Map.of(
            "SessionID", AttributeValue.fromS(session),
            "EventIndex", AttributeValue.fromN(index),
            "EventType", AttributeValue.fromS(type),
            "CreatedAt", AttributeValue.fromN(createdAt),
            "EventNamespace", AttributeValue.fromS("default")));
  }

  private static Map<String, AttributeValue> map(Map<String, AttributeValue> item) {
    return item.getOrDefault("FieldsMap", AttributeValue.fromM(Map.of())).m();
  }

  private static StoredEvent stored(AuditEvent event) {
    return new StoredEvent(event.key(), canonical(event), false);
  }

  private List<StoredEvent> session() {
    return Events.canonical(log.session(SID, Order.ASCENDING, null, 10).events());
  }

  private List<StoredEvent> search(String from, String... types) {
    EventQuery day = day(from);
    EventQuery query = new EventQuery(day.from(), day.to(), Set.of(types), Order.ASCENDING);
    return Events.canonical(log.search(query, null, 10).events());
  }

  private static EventQuery day(String from) {
    Instant begin = Instant.parse(from);
    return new EventQuery(begin, begin.plusSeconds(86_400), Set.of(), Order.ASCENDING);
  }
}
