package io.tapevault.http.door;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tapevault.event.AuditEvent;
import io.tapevault.event.Refused;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What Splunk's shippers need to hear, and what becomes of the odd things that they send.
final class HecDoorTest {

  private static final String TAKEN = "200 {\"text\":\"Success\",\"code\":0}";

  private final OpenHouse house = new OpenHouse();

  private static final String EVENT = "/in/services/collector/event";

  @Test
  void blanks_around_objects_are_nothing() throws IOException {
    assertEquals(
        TAKEN, house.post(EVENT, "{\"event\":\"a\"}{\"event\":\"b\"}\n \r\n{\"event\":\"c\"} \n"));
    assertEquals(3, house.events().size());
    for (String empty : List.of(" \n", "")) {
      assertEquals("400 {\"text\":\"No data\",\"code\":5}", house.post(EVENT, empty));
    }
    assertEquals(3, house.events().size());
    assertEquals(List.of(), house.parked());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"event\":\"\"}", "{\"x\":1}", "{\"event\":null}"})
  void an_object_without_an_event_is_parked_alone(String odd) throws IOException {
    String body = "{\"event\":\"one\"}" + odd + "{\"event\":\"three\"}";
    for (int time = 0; time < 2; time++) {
      assertEquals(TAKEN, house.post(EVENT, body));
      assertEquals(2, house.events().size());
      assertEquals(List.of(odd), parked());
    }
  }

  @Test
  void what_is_no_object_is_parked_with_all_behind_it() throws IOException {
    assertEquals(TAKEN, house.post(EVENT, "{\"event\":\"one\"} hello {\"event\":\"two\"}"));
    assertEquals(1, house.events().size());
    assertEquals(List.of("hello {\"event\":\"two\"}"), parked());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1732604863.241",
        "1732604863241",
        "1732604863241000",
        "1732604863241000000",
        "\"1732604863.241\""
      })
  void a_time_is_read_in_whatever_unit_it_has(String time) throws IOException {
    String sent = "{\"time\":" + time + ",\"event\":\"x\"}";
    assertEquals(TAKEN, house.post(EVENT, sent));
    AuditEvent event = house.events().getFirst();
    assertEquals(Instant.parse("2024-11-26T07:07:43.241Z"), event.time());
    assertEquals(sent, member(event, "hec"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "\"soon\"", "1e400", "1e-400", "null", "[]", "\"\""})
  void what_is_no_time_is_that_of_arrival(String time) throws IOException {
    assertEquals(TAKEN, house.post(EVENT, "{\"time\":" + time + ",\"event\":\"x\"}"));
    assertEquals(OpenHouse.NOW, house.events().getFirst().time());
  }

  @Test
  void a_line_of_raw_is_an_event_with_what_the_query_says() throws IOException {
    Map<String, List<String>> query =
        Map.of("sourcetype", List.of("s"), "source", List.of("p"), "host", List.of("web-1"));
    assertEquals(
        TAKEN,
        house.said(
            OpenHouse.request(
                "POST", "/services/collector/raw", query, "l1\nl2\n".getBytes(UTF_8), Map.of())));
    assertEquals(
        List.of(
            "{\"event\":\"l1\",\"host\":\"web-1\",\"source\":\"p\",\"sourcetype\":\"s\"}",
            "{\"event\":\"l2\",\"host\":\"web-1\",\"source\":\"p\",\"sourcetype\":\"s\"}"),
        house.events().stream().map(event -> member(event, "hec")).sorted().toList());
  }

  @Test
  void two_lines_that_are_alike_are_two() throws IOException {
    assertEquals(TAKEN, house.post("/services/collector/raw", "same\nsame\n"));
    assertEquals(2, house.events().size());
    assertEquals(TAKEN, house.post("/services/collector/raw", "same\nsame\n"));
    assertEquals(2, house.events().size());
  }

  @Test
  void what_was_taken_is_acknowledged() throws IOException {
    Map<String, String> channel = Map.of("x-splunk-request-channel", "c-1");
    String said = house.post(EVENT, "{\"event\":\"a\"}".getBytes(UTF_8), channel);
    String id = said.replaceAll(".*\"ackId\":([0-9]+)}", "$1");
    assertEquals("200 {\"text\":\"Success\",\"code\":0,\"ackId\":" + id + "}", said);
    byte[] asked = ("{\"acks\":[" + id + "]}").getBytes(UTF_8);
    String path = "/services/collector/ack";
    assertEquals("200 {\"acks\":{\"" + id + "\":true}}", house.post(path, asked, channel));
    assertEquals(
        "400 {\"text\":\"Data channel is missing\",\"code\":10}",
        house.post(path, asked, Map.of()));
  }

  @Test
  void it_is_healthy() throws IOException {
    for (String path : List.of("/services/collector/health", "/in/services/collector/health/1.0")) {
      assertEquals(
          "200 {\"text\":\"HEC is healthy\",\"code\":17}",
          house.said(OpenHouse.request("GET", path, Map.of(), new byte[0], Map.of())));
    }
  }

  @Test
  void a_store_that_is_away_is_a_busy_server() throws IOException {
    house.log.failing();
    assertEquals(
        "503 {\"text\":\"Server is busy\",\"code\":9}", house.post(EVENT, "{\"event\":\"a\"}"));
  }

  private List<String> parked() {
    return house.parked().stream()
        .map(Refused::bytes)
        .map(HecDoorTest::text)
        .collect(Collectors.toList());
  }

  private static String text(ByteBuffer bytes) {
    return UTF_8.decode(bytes.duplicate()).toString();
  }

  private static String member(AuditEvent event, String name) {
    return JsonMembers.of(event.json()).orElseThrow().get(name).orElseThrow().json();
  }
}
