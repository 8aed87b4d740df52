package io.tapevault.http.door;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.event.AuditEvent;
import io.tapevault.event.Refused;
import io.tapevault.http.HttpResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What each shipper needs to hear, and what becomes of the odd things that they send.
final class DoorsTest {

  private static final Map<String, String> JSON = Map.of("content-type", "application/json");
  private static final Map<String, String> PROTOBUF =
      Map.of("content-type", "application/x-protobuf");

  private final OpenHouse house = new OpenHouse();

  @ParameterizedTest
  @CsvSource(
      delimiter = '→',
      quoteCharacter = '`',
      value = {
        "/v1/events → {\"x\":1} → events",
        "/in/v1/events → {\"x\":1} → events",
        "/in/services/collector → {\"event\":\"\"} → hec",
        "/in/v1/logs → {\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"timeUnixNano\":{}}]}]}]} →"
            + " otlp",
        "/in/firehose → {\"requestId\":\"r\",\"records\":[{\"data\":\"H4sIAAAA\"}]} → firehose",
        "/in/cloudevents → hello → cloudevents",
        "/in/logs → [{\"message\":\"a\"},{\"a\":1,\"a\":2}] → logs",
        "/in/any/session.x.log → {\"x\":1} → event-handler"
      })
  void what_is_parked_says_at_which_door_it_came_in(String path, String body, String door)
      throws IOException {
    house.post(path, body.getBytes(UTF_8), JSON);
    assertEquals(List.of(door), house.parked().stream().map(Refused::door).toList());
  }

  @Nested
  class Otlp {

    private static final String LOGS = "/v1/logs";

    private String records(String... records) {
      return "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":["
          + String.join(",", records)
          + "]}]}]}";
    }

    @Test
    void a_number_is_the_same_however_it_is_spelled() throws IOException {
      for (String time : List.of("\"1732604863241000000\"", "1732604863241000000")) {
        assertEquals(
            "200 {}",
            house.post(
                LOGS,
                records(
                        "{\"timeUnixNano\":"
                            + time
                            + ",\"traceId\":\"5b8efff798038103d269b633813fc60c\","
                            + "\"body\":{\"intValue\":9007199254740993},"
                            + "\"severityNumber\":\"SEVERITY_NUMBER_INFO\",\"new\":{\"a\":1}}")
                    .getBytes(UTF_8),
                JSON));
      }
      assertEquals(
          List.of(
              "{\"resource\":{},\"scope\":{},\"record\":{\"timeUnixNano\":\"1732604863241000000\","
                  + "\"traceId\":\"5b8efff798038103d269b633813fc60c\","
                  + "\"body\":{\"intValue\":\"9007199254740993\"},\"severityNumber\":9,"
                  + "\"new\":{\"a\":1}}}"),
          house.events().stream().map(event -> member(event, "otlp")).toList());
      assertEquals(Instant.parse("2024-11-26T07:07:43.241Z"), house.events().getFirst().time());
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "{\"resourceLogs\":null}",
          "{\"resourceLogs\":[{\"resource\":null,\"scopeLogs\":null}]}",
          "{\"resourceLogs\":[{\"scopeLogs\":[{\"scope\":null,\"logRecords\":null}]}]}"
        })
    void null_is_a_list_of_nothing(String request) throws IOException {
      assertEquals("200 {}", house.post(LOGS, request.getBytes(UTF_8), JSON));
      assertEquals(List.of(), house.parked());
    }

    @Test
    void a_record_that_cannot_be_read_is_parked_alone() throws IOException {
      String odd = "{\"timeUnixNano\":{\"low\":1,\"high\":2}}";
      assertEquals(
          "200 {\"partialSuccess\":{\"rejectedLogRecords\":\"1\",\"errorMessage\":\"parked:"
              + " 'timeUnixNano' is no whole number\"}}",
          house.post(
              LOGS,
              records(
                      "{\"body\":{\"stringValue\":\"a\"}}",
                      odd,
                      "{\"body\":{\"stringValue\":\"b\"}}")
                  .getBytes(UTF_8),
              JSON));
      assertEquals(2, house.events().size());
      assertEquals(List.of(odd), parked());
    }

    @Test
    void without_a_time_it_is_the_one_of_observation_and_then_of_arrival() throws IOException {
      house.post(
          LOGS,
          records("{\"timeUnixNano\":\"0\",\"observedTimeUnixNano\":\"1732604863241000000\"}", "{}")
              .getBytes(UTF_8),
          JSON);
      assertEquals(
          List.of(Instant.parse("2024-11-26T07:07:43.241Z"), OpenHouse.NOW),
          house.events().stream().map(AuditEvent::time).toList());
    }

    // opentelemetry-proto's fields by number: resource_logs, scope_logs, log_records and of a
    // record time_unix_nano (1) and observed_time_unix_nano (11), each a fixed64.
    private byte[] protobuf(long time, long observed) {
      byte[] record =
          ByteBuffer.allocate(18)
              .order(ByteOrder.LITTLE_ENDIAN)
              .put((byte) 0x09)
              .putLong(time)
              .put((byte) 0x59)
              .putLong(observed)
              .array();
      byte[] message = record;
      for (int tag : new int[] {0x12, 0x12, 0x0a}) {
        message =
            ByteBuffer.allocate(message.length + 2)
                .put((byte) tag)
                .put((byte) message.length)
                .put(message)
                .array();
      }
      return message;
    }

    @Test
    void it_is_so_in_protobuf_and_gzip_too() throws IOException {
      long observed = 1_732_604_863_241_000_000L;
      for (byte[] body : List.of(protobuf(0, observed), protobuf(0, 0))) {
        HttpResponse said =
            house.handle(
                OpenHouse.request(
                    "POST",
                    LOGS,
                    Map.of(),
                    gzip(body),
                    Map.of("content-type", "application/x-protobuf", "content-encoding", "gzip")));
        assertEquals("application/x-protobuf", said.headers().get("content-type"));
        assertEquals(0, OpenHouse.body(said).length);
      }
      assertEquals(
          List.of(Instant.parse("2024-11-26T07:07:43.241Z"), OpenHouse.NOW),
          house.events().stream().map(AuditEvent::time).sorted().toList());
      assertEquals(List.of(), house.parked());
    }

    @Test
    void the_answer_has_the_type_of_the_request() throws IOException {
      for (Map<String, String> type : List.of(JSON, PROTOBUF)) {
        HttpResponse said =
            house.handle(OpenHouse.request("POST", LOGS, Map.of(), new byte[0], type));
        assertEquals(type.get("content-type"), said.headers().get("content-type"));
        assertEquals(200, said.status());
        assertEquals(type.equals(JSON) ? "{}" : "", new String(OpenHouse.body(said), UTF_8));
      }
      assertEquals(List.of(), house.parked());
    }

    @Test
    void bytes_that_are_no_message_are_parked() throws IOException {
      byte[] broken = {0x0a, 0x7f, 0x01};
      HttpResponse said = house.handle(OpenHouse.request("POST", LOGS, Map.of(), broken, PROTOBUF));
      assertEquals(200, said.status());
      assertEquals(1, house.parked().size());
    }
  }

  @Nested
  class Firehose {

    private static final Map<String, String> ID = Map.of("x-amz-firehose-request-id", "r1");
    private static final String SAID = "{\"requestId\":\"r1\",\"timestamp\":1795694400000";

    private byte[] body() throws IOException {
      return ("{\"requestId\":\"r1\",\"timestamp\":1698860579000,\"records\":["
              + record("{\"event\":\"a\"}{\"event\":\"b\"}".getBytes(UTF_8))
              + ","
              + record(gzip("{\"event\":\"c\"}\n{\"event\":\"d\"}\n"))
              + ","
              + record("hello".getBytes(UTF_8))
              + "]}")
          .getBytes(UTF_8);
    }

    private String record(byte[] data) {
      return "{\"data\":\"" + Base64.getEncoder().encodeToString(data) + "\"}";
    }

    @Test
    void the_id_comes_back_and_the_same_request_is_stored_once() throws IOException {
      for (int time = 0; time < 2; time++) {
        assertEquals("200 " + SAID + "}", house.post("/in/firehose", body(), ID));
        assertEquals(
            List.of("a", "b", "c", "d", "firehose.record"),
            house.events().stream().map(AuditEvent::type).sorted().toList());
      }
      assertEquals(List.of(), house.parked());
    }

    @Test
    void a_store_that_is_away_is_said_in_its_words() throws IOException {
      house.log.failing();
      assertEquals(
          "503 "
              + SAID
              + ",\"errorMessage\":\"the store cannot be reached, or is too busy; try again\"}",
          house.post("/in/firehose", body(), ID));
    }

    @Test
    void what_has_no_records_is_parked() throws IOException {
      assertEquals(
          "200 " + SAID + "}", house.post("/in/firehose", "{\"x\":1}".getBytes(UTF_8), ID));
      assertEquals(List.of("{\"x\":1}"), parked());
    }
  }

  @Nested
  class CloudEvents {

    @ParameterizedTest
    @ValueSource(
        strings = {"a%20b→a b", "Zo%C3%AB→Zoë", "100%25→100%", "100%→100%", "%FF→%FF", "a%2→a%2"})
    void a_header_is_decoded_where_it_can_be(String both) throws IOException {
      String[] parts = both.split("→", -1);
      house.post(
          "/in/cloudevents",
          "{}".getBytes(UTF_8),
          Map.of(
              "ce-specversion",
              "1.0",
              "ce-id",
              "1",
              "ce-type",
              "t",
              "ce-source",
              "/s",
              "ce-note",
              parts[0]));
      assertEquals(
          "{\"id\":\"1\",\"note\":\""
              + parts[1]
              + "\",\"source\":\"/s\",\"specversion\":\"1.0\","
              + "\"type\":\"t\",\"data\":{}}",
          member(house.events().getFirst(), "cloudevent"));
    }

    @Test
    void a_batch_of_none_is_nothing() throws IOException {
      assertEquals(
          "200 {}",
          house.post(
              "/in/cloudevents",
              "[]".getBytes(UTF_8),
              Map.of("content-type", "application/cloudevents-batch+json")));
      assertEquals(List.of(), house.events());
      assertEquals(List.of(), house.parked());
    }

    @Test
    void the_same_id_of_two_sources_is_two_events() throws IOException {
      String one = "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/a\",\"type\":\"t\"}";
      house.post("/in/cloudevents", "[" + one + "," + one.replace("/a", "/b") + "," + one + "]");
      assertEquals(2, house.events().size());
    }
  }

  @Nested
  class EventHandler {

    @Test
    void whatever_an_event_says_it_is_exactly_200_without_a_body() throws IOException {
      for (String path :
          List.of("/events.log", "/in/events.log", "/in/a/b/session.8b-1.log", "/test.log")) {
        for (String body : List.of("{\"event\":\"e\",\"uid\":\"1\"}", "{}", "no", "")) {
          assertEquals("200 ", house.post(path, body), path + " " + body);
        }
      }
      assertEquals(1, house.events().size());
      assertEquals(3, house.parked().size());
    }
  }

  @Nested
  class Logs {

    @Test
    void a_line_of_text_is_an_event_each_time_it_comes() throws IOException {
      assertEquals(
          "200 ", house.post("/in/logs", "Mar 9 sshd: Accepted\n\nMar 9 sshd: Closed\r\n"));
      assertEquals(
          List.of("{\"text\":\"Mar 9 sshd: Accepted\"}", "{\"text\":\"Mar 9 sshd: Closed\"}"),
          house.events().stream().map(event -> member(event, "log")).sorted().toList());
    }

    @Test
    void a_record_of_another_kind_is_kept_whole_at_its_time() throws IOException {
      house.post("/in/logs", "[{\"date\":1732604863.241,\"log\":\"x\",\"n\":1.10}]");
      AuditEvent event = house.events().getFirst();
      assertEquals("log.record", event.type());
      assertEquals(Instant.parse("2024-11-26T07:07:43.241Z"), event.time());
      assertEquals("{\"date\":1732604863.241,\"log\":\"x\",\"n\":1.10}", member(event, "log"));
    }

    // As MessagePack's specification has them: a time of Fluentd's (extension 0, 8 bytes) and a
    // map.
    @ParameterizedTest
    @ValueSource(
        strings = {
          "92d7006745b0df0e5dc1b881a3666f6fa3626172",
          "9292d7006745b0df0e5dc1b88081a3666f6fa3626172",
          "92cb41d9d16c37cf7ced81a3666f6fa3626172",
          "92ce6745b0df81a3666f6fa3626172"
        })
    void of_msgpack_it_says_what_to_set_and_keeps_the_bytes(String hex) throws IOException {
      byte[] body = HexFormat.of().parseHex(hex);
      String said = house.post("/in/logs", body, Map.of("content-type", "application/msgpack"));
      assertTrue(said.startsWith("200 {\"parked\":1,\"detail\":\"this is msgpack"), said);
      assertTrue(said.contains("Format json"), said);
      assertEquals(said, house.post("/in/logs", body, Map.of()));
      assertEquals(ByteBuffer.wrap(body), house.parked().getFirst().bytes().duplicate());
      assertEquals(List.of(), house.events());
    }

    @Test
    void what_only_says_that_it_is_msgpack_is_read_as_what_it_is() throws IOException {
      assertEquals(
          "200 ",
          house.post(
              "/in/logs",
              "{\"event\":\"x\"}".getBytes(UTF_8),
              Map.of("content-type", "application/msgpack")));
      assertEquals(1, house.events().size());
    }

    @Test
    void bytes_that_are_no_text_are_kept() throws IOException {
      assertEquals("200 ", house.post("/in/logs", new byte[] {(byte) 0xff, 'a'}, Map.of()));
      assertEquals("{\"base64\":\"/2E=\"}", member(house.events().getFirst(), "log"));
    }
  }

  @Test
  void where_no_door_stands_nothing_is_taken() throws IOException {
    assertEquals("404", house.post("/in/nowhere", "{\"event\":\"a\"}").substring(0, 3));
    assertEquals(List.of(), house.events());
  }

  private List<String> parked() {
    return house.parked().stream()
        .map(Refused::bytes)
        .map(DoorsTest::text)
        .collect(Collectors.toList());
  }

  private static String text(ByteBuffer bytes) {
    return UTF_8.decode(bytes.duplicate()).toString();
  }

  private static String member(AuditEvent event, String name) {
    return JsonMembers.of(event.json()).orElseThrow().get(name).orElseThrow().json();
  }

  private static byte[] gzip(String text) throws IOException {
    return gzip(text.getBytes(UTF_8));
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }
}
