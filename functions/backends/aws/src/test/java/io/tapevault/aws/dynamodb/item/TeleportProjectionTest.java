package io.tapevault.aws.dynamodb.item;

import static io.tapevault.testkit.contract.Events.event;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tapevault.aws.dynamodb.KeptInMemory;
import io.tapevault.event.AuditEvent;
import io.tapevault.testkit.contract.Events;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// What leaves `FieldsMap`, and that nothing else does.
final class TeleportProjectionTest {

  private static final String END =
      """
      "uid":"k","time":"2026-11-20T10:00:00Z","user":"u","participants":["alice"]\
      """;
  private static final Map<String, AttributeValue> WHOLE =
      TeleportProjection.of(sessionEnd("")).fields();

  private final EventReader reader = new EventReader(new KeptInMemory());

  private static AuditEvent sessionEnd(String more) {
    return event("{\"event\":\"session.end\"," + END + more + "}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\":1",
        "\"n\":0.1000000000000000055511151231257827021181583404541015625",
        "\"n\":1e300",
        "\"n\":100e2147483640",
        "\"a\":"
            + "{\"d\":"
            + "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"
            + "}",
        // Of another kind or range than Teleport has them.
        "\"login\":[\"x\"]",
        "\"code\":1",
        "\"cluster_name\":null",
        "\"success\":\"yes\"",
        "\"interactive\":1",
        "\"ei\":null",
        "\"session_stop\":\"2026-11-20T10:00Z\"",
        "\"session_start\":\"0001-01-01T00:00:00+01:00\"",
        "\"server_labels\":\"a\"",
        "\"data\":{\"a\":1}",
        "\"unknown_event\":7",
        "\"unknown_code\":null",
        // What Go takes for another name.
        "\"Sid\":\"other\"",
        "\"s\u0130d\":\"other\"",
        "\"KUBERNETES_cluster\":\"other\"",
        "\"\u212Aubernetes_cluster\":\"other\"",
        "\"se\u017F\u017Fion_recording\":\"off\"",
        "\"q\\\"uote\":1"
      })
  void one_member_that_does_not_fit_leaves_alone_and_comes_back_to_the_byte(String member) {
    AuditEvent event = sessionEnd(',' + member + ",\"kept\":[{\"as\":null}]");
    Map<String, AttributeValue> expected = new HashMap<>(WHOLE);
    expected.put(
        "kept",
        AttributeValue.fromL(
            List.of(AttributeValue.fromM(Map.of("as", AttributeValue.fromNul(true))))));
    Map<String, AttributeValue> item = EventItem.of(event, Optional.empty()).at(event.key(), false);
    assertEquals(AttributeValue.fromM(expected), item.get("FieldsMap"));
    assertEquals(event.json(), Attributes.text(item, "Fields").orElseThrow());
    assertEquals(event, reader.read(StoredItem.of(item)).event());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "exec | \"exitCode\":0 | ",
        "exec | \"exitCode\":\"0\" | exitCode",
        "session.command | \"pid\":\"7\" | ",
        "session.command | \"pid\":18446744073709549568,\"return_code\":-2147483648 | pid,return_code",
        "session.command | \"pid\":18446744073709551615,\"return_code\":4294967295 | ",
        "session.command | \"pid\":1.5,\"ppid\":-1,\"cgroup_id\":1e3 | cgroup_id",
        "session.end | \"participants\":\"alice\" | ",
        "desktop.recording | \"message\":\"AAE=\",\"ms\":\"1\" | message",
        "desktop.recording | \"message\":\"AAE\" | ",
        "user.login | \"attributes\":{\"a\":[1,null]},\"mfa_device\":7 | attributes",
        "made.up | \"data\":\"a\",\"login\":[1],\"success\":true,\"user\":\"u\" | data,login,success,user",
        "made.up | \"data\":{\"a\":1},\"sid\":null,\"user\":{} | ",
        "Unknown: | \"data\":7 | "
      })
  void a_member_that_is_typed_stays_where_its_kind_and_range_fit(
      String type, String members, String stay) {
    String json =
        "{\"event\":\"%s\",\"uid\":\"u\",\"time\":\"2026-11-20T10:00:00Z\",%s}"
            .formatted(type, members);
    Map<String, AttributeValue> fields = new HashMap<>(TeleportProjection.of(event(json)).fields());
    List.of("event", "uid", "time").forEach(fields::remove);
    assertEquals(
        stay == null ? "" : stay, String.join(",", fields.keySet().stream().sorted().toList()));
  }

  @Test
  void of_a_list_of_texts_the_texts_stay() {
    AuditEvent event =
        event("{\"event\":\"session.end\",\"participants\":[\"alice\",null,7,[\"x\"],\"bob\"]}");
    assertEquals(
        AttributeValue.fromL(List.of(AttributeValue.fromS("alice"), AttributeValue.fromS("bob"))),
        TeleportProjection.of(event).fields().get("participants"));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-20T10:00:00.123456789+01:00, 2026-11-20T10:00:00.123456789+01:00",
    "2026-11-20T10:00Z, 2026-11-20T10:00:00Z",
    "2026-11-20t10:00:00z, 2026-11-20T10:00:00Z",
    "2026-11-20T10:00:00+01, 2026-11-20T09:00:00Z",
    "2026-11-20T10:00:00+01:00:30, 2026-11-20T08:59:30Z",
    "2016-12-31T23:59:60Z, 2016-12-31T23:59:59Z",
    "0000-06-01T00:00:00Z, 0001-01-01T00:00:00Z",
    "0001-01-01T00:00:00+01:00, 0001-01-01T00:00:00Z",
    "'', 2026-03-01T12:00:00Z"
  })
  void a_time_is_there_as_go_and_grpc_take_it(String time, String projected) {
    AuditEvent event =
        event("{\"event\":\"a\",\"time\":\"" + time + "\"}", Instant.parse("2026-03-01T12:00:00Z"));
    assertEquals(
        AttributeValue.fromS(projected), TeleportProjection.of(event).fields().get("time"));
  }

  @Test
  void a_uid_is_derived_from_what_the_event_says_however_it_is_spelled() {
    AuditEvent event = event("{\"event\":\"a\",\"sid\":\"s\"}");
    AuditEvent again = event("{ \"sid\":\"s\", \"event\":\"a\", \"uid\":null }");
    AttributeValue uid = TeleportProjection.of(event).fields().get("uid");
    assertEquals(
        uid, TeleportProjection.of(event("{\"sid\":\"s\",\"event\":\"a\"}")).fields().get("uid"));
    assertEquals(
        false, uid == null || uid.equals(TeleportProjection.of(again).fields().get("uid")));
  }

  @Test
  void an_index_above_what_a_float64_gives_back_is_the_greatest_that_it_does() {
    AuditEvent event = event("{\"event\":\"a\",\"sid\":\"s\",\"ei\":9223372036854775807}");
    assertEquals(
        AttributeValue.fromN("9223372036854774784"),
        TeleportProjection.of(event).fields().get("ei"));
    assertEquals(
        event.index(),
        reader
            .read(StoredItem.of(EventItem.of(event, Optional.empty()).at(event.key(), false)))
            .event()
            .index());
  }

  @Test
  void an_ordinary_event_is_exactly_in_the_map() {
    AuditEvent login = Events.login(1, Events.NOON);
    assertEquals(true, TeleportProjection.of(login).exact());
  }
}
