package io.tapevault.aws.dynamodb;

import static io.tapevault.testkit.contract.Events.event;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
             "addr.local":"1.2.3.4:22","size":80.50,"ok":true,"none":null,"participants":["alice",{"a":[]}]}\
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
                        "size", n("80.5"),
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
            Map.entry("FieldsMap", AttributeValue.fromM(Map.of("event", s("auth")))),
            Map.entry("Hash", s(event.hash())),
            Map.entry("V", n("1")),
            Map.entry("Conflict", AttributeValue.fromBool(true)),
            Map.entry("ReceivedAt", s("0001-01-01T00:00:00.500Z"))),
        EventItem.of(event, Optional.empty()).at(key, true));
  }

  @Test
  void fields_are_there_only_where_a_map_cannot_hold_the_event() {
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
  void beside_fields_the_map_has_what_is_searched_by() {
    AuditEvent event = event(json("1e999"));
    assertEquals(
        AttributeValue.fromM(Map.of("event", s("odd"), "user", s("alice"))),
        EventItem.of(event, YEAR_ON).attributes().get("FieldsMap"));
  }

  private static Optional<String> fields(String content) {
    return Attributes.text(EventItem.of(event(json(content)), YEAR_ON).attributes(), "Fields");
  }

  private static String json(String content) {
    return "{\"event\":\"odd\",\"user\":\"alice\",\"content\":" + content + "}";
  }

  private static AttributeValue s(String text) {
    return AttributeValue.fromS(text);
  }

  private static AttributeValue n(String number) {
    return AttributeValue.fromN(number);
  }
}
