package io.tapevault.aws.dynamodb.item;

import static io.tapevault.testkit.contract.Events.event;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventKey;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The items that we put, attribute by attribute: this is what a Teleport auth server meets in the
/// table.
final class EventItemTest {

  private static final Optional<Instant> YEAR_ON =
      Optional.of(Instant.ofEpochSecond(1_800_000_000));

  @Test
  void an_item_has_what_teleport_reads_and_what_we_add() {
    AuditEvent event =
        event(
            """
            {"event":"session.start","sid":"5fc8bf85","ei":3,"uid":"u-1","time":"2026-03-01T12:00:00.123Z",
             "addr.local":"1.2.3.4:22","ratio":80.50,"ok":true,"none":null,"participants":["alice",{"a":[]}]}\
            """);
    assertEquals(
        Map.ofEntries(
            Map.entry("SessionID", s("5fc8bf85")),
            Map.entry("EventIndex", n("3")),
            Map.entry("EventType", s("session.start")),
            Map.entry("CreatedAt", n("1772366400")),
            Map.entry("CreatedAtDate", s("2026-03-01")),
            Map.entry("Expires", n("1800000000")),
            Map.entry("EventNamespace", s("default")),
            Map.entry(
                "FieldsMap",
                AttributeValue.fromM(
                    Map.of(
                        "event", s("session.start"),
                        "sid", s("5fc8bf85"),
                        "ei", n("3"),
                        "uid", s("u-1"),
                        "time", s("2026-03-01T12:00:00.123Z"),
                        "addr.local", s("1.2.3.4:22"),
                        "ratio", n("80.5"),
                        "ok", AttributeValue.fromBool(true),
                        "none", AttributeValue.fromNul(true),
                        "participants",
                            AttributeValue.fromL(
                                List.of(
                                    s("alice"),
                                    AttributeValue.fromM(
                                        Map.of("a", AttributeValue.fromL(List.of())))))))),
            Map.entry("Uid", s("u-1")),
            Map.entry("Hash", s(event.hash())),
            Map.entry("V", n("1"))),
        EventItem.of(event, YEAR_ON).at(event.key(), false));
  }

  @Test
  void what_an_item_can_lack_it_lacks() {
    AuditEvent event = event("{\"event\":\"auth\"}", Instant.parse("0001-01-01T00:00:00.5Z"));
    EventKey key = new EventKey("elsewhere", 1L << 52);
    assertEquals(
        Map.ofEntries(
            Map.entry("SessionID", s("elsewhere")),
            Map.entry("EventIndex", n("4503599627370496")),
            Map.entry("EventType", s("auth")),
            Map.entry("CreatedAt", n("-62135596800")),
            Map.entry("CreatedAtDate", s("0001-01-01")),
            Map.entry("EventNamespace", s("default")),
            Map.entry(
                "FieldsMap",
                AttributeValue.fromM(
                    Map.of(
                        "event", s("auth"),
                        "uid", s(UUID.nameUUIDFromBytes(event.hash().getBytes(UTF_8)).toString()),
                        "time", s("0001-01-01T00:00:00.500Z")))),
            Map.entry("Fields", s("{\"event\":\"auth\"}")),
            Map.entry("Hash", s(event.hash())),
            Map.entry("V", n("1")),
            Map.entry("Conflict", AttributeValue.fromBool(true)),
            Map.entry("ReceivedAt", s("0001-01-01T00:00:00.500Z"))),
        EventItem.of(event, Optional.empty()).at(key, true));
  }

  @Test
  void fields_are_there_only_where_the_map_is_not_exactly_the_event() {
    String digits = "1234567890".repeat(4);
    for (String exact :
        List.of(
            digits.substring(0, 38),
            "-" + digits.substring(0, 38),
            digits.substring(0, 38) + "000",
            "9.9e125",
            "1e-130",
            "-0.0",
            "0e999",
            "[".repeat(30) + "]".repeat(30),
            "{\"a\":\"\"}")) {
      assertEquals(Optional.empty(), fields(exact), exact);
    }
    for (String inexact :
        List.of(
            digits.substring(0, 39),
            "0.1" + digits.substring(0, 38),
            "1e126",
            "1e-131",
            "[".repeat(31) + "]".repeat(31),
            "{\"\":1}",
            "[{\"\":{}}]")) {
      assertEquals(Optional.of(json(inexact)), fields(inexact), inexact);
    }
  }

  @Test
  void one_that_overflows_keeps_the_first_participants_and_the_begin_of_the_query() {
    String names =
        IntStream.range(0, 50_000).mapToObj(i -> "\"user " + i + '"').collect(joining(","));
    AuditEvent event =
        event(
            "{\"event\":\"session.end\",\"db_query\":\"%s\",\"participants\":[%s]}"
                .formatted("😀".repeat(10_000), names));
    EventItem item = EventItem.of(event, YEAR_ON);
    Map<String, AttributeValue> fields = requireNonNull(item.attributes().get("FieldsMap")).m();
    List<AttributeValue> participants = requireNonNull(fields.get("participants")).l();
    assertTrue(item.overflow().isPresent());
    assertEquals(s("user 0"), participants.getFirst());
    assertTrue(participants.size() > 1_000);
    assertEquals(s("😀".repeat(2_048)), fields.get("db_query"));
    assertTrue(ItemSize.of(item.attributes()) < 50_000);
  }

  @Test
  void one_that_go_would_spell_with_more_than_1_mib_is_kept_beside_the_table() {
    Map<String, Boolean> overflows = new LinkedHashMap<>();
    for (String text :
        List.of("<".repeat(180_000), "\\u0001".repeat(180_000), "\u2028".repeat(100_000))) {
      String json = json('"' + text + '"');
      overflows.put(
          text.substring(0, 1), EventItem.of(event(json), YEAR_ON).overflow().isPresent());
    }
    assertEquals(Map.of("<", true, "\\", true, "\u2028", false), overflows);
  }

  private static Optional<String> fields(String content) {
    return Attributes.text(EventItem.of(event(json(content)), YEAR_ON).attributes(), "Fields");
  }

  private static String json(String content) {
    return "{\"event\":\"odd\",\"uid\":\"u\",\"time\":\"2026-03-01T12:00:00Z\",\"content\":"
        + content
        + "}";
  }

  private static AttributeValue s(String text) {
    return AttributeValue.fromS(text);
  }

  private static AttributeValue n(String number) {
    return AttributeValue.fromN(number);
  }
}
