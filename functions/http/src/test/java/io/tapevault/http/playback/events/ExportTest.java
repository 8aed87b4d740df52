package io.tapevault.http.playback.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventPage;
import io.tapevault.http.playback.House;
import io.tapevault.testkit.contract.Events;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ExportTest {

  private static final Map<String, List<String>> COMMANDS =
      Map.of("type", List.of("session.command,big"));

  private final House house = new House();

  /// As a client puts the parts together that `Link` leads to.
  private List<String> parts(String path, Map<String, List<String>> asked) throws Exception {
    List<String> parts = new ArrayList<>();
    Map<String, List<String>> query = asked;
    while (true) {
      House.Answer answer = house.get(path, query);
      assertEquals(200, answer.status(), answer::toString);
      parts.add(new String(answer.body(), UTF_8));
      assertTrue(EventPage.bytes(parts.getLast()) < 5_000_000);
      String link = answer.headers().get("link");
      if (link == null) {
        return parts;
      }
      query = new HashMap<>();
      for (String pair : link.substring(2, link.indexOf('>')).split("&", -1)) {
        query
            .computeIfAbsent(pair.substring(0, pair.indexOf('=')), name -> new ArrayList<>())
            .add(URLDecoder.decode(pair.substring(pair.indexOf('=') + 1), UTF_8));
      }
    }
  }

  private List<String> commands(int count) {
    List<AuditEvent> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      events.add(Events.command("s", i, House.NOW.minusSeconds(count).plusMillis(i / 50)));
    }
    house.log.append(events);
    return events.stream().map(AuditEvent::json).toList();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void every_event_is_taken_along_once_and_in_order_whole_or_in_parts(boolean inParts)
      throws Exception {
    house.mostMade = inParts ? 20_000 : Long.MAX_VALUE;
    List<String> sent = commands(1_234);
    List<String> parts = parts("/v1/events.ndjson", COMMANDS);
    assertEquals(inParts, parts.size() > 5);
    assertEquals(sent, String.join("", parts).lines().toList());
    List<String> rows = String.join("", parts("/v1/events.csv", COMMANDS)).lines().toList();
    assertEquals(1_235, rows.size());
    assertEquals("time,event,code,user,login,server_hostname,sid,uid,json", rows.getFirst());
    // One for each of the two, whatever their parts.
    assertEquals(
        2,
        house
            .get("/v1/events", Map.of("type", List.of("audit.search")))
            .json()
            .get("events")
            .findValuesAsText("what")
            .stream()
            .filter("export"::equals)
            .count());
  }

  @Test
  void a_large_event_comes_whole_or_where_that_has_no_room_by_reference() throws Exception {
    String json =
        "{\"event\":\"big\",\"uid\":\"b\",\"time\":\"2026-11-30T00:00:00Z\",\"x\":\"%s\"}"
            .formatted("y".repeat(5_000_000));
    house.log.append(List.of(Events.event(json)));
    house.mostMade = Long.MAX_VALUE;
    assertEquals(json + "\n", new String(house.get("/v1/events.ndjson", COMMANDS).body(), UTF_8));
    house.mostMade = 4_000_000;
    List<String> sent = commands(3);
    List<String> lines = String.join("", parts("/v1/events.ndjson", COMMANDS)).lines().toList();
    assertEquals(4, lines.size());
    assertTrue(
        lines.getFirst().startsWith("{\"too_large\":{\"href\":\"/v1/events/"), lines::toString);
    assertEquals(sent, lines.subList(1, 4));
    String row = parts("/v1/events.csv", COMMANDS).getFirst().lines().toList().get(1);
    assertTrue(row.startsWith("2026-11-30T00:00:00Z,big,,,,,,b,"), row);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-2+3",
        "=1+1",
        "+49 30 1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "'=1",
        "two blanks  ",
        "\n",
        "a,\"b\"\nc",
        "",
        "'",
        "''",
        " =1",
        "harmless",
        "ü😀"
      })
  void a_cell_is_no_formula_and_its_text_comes_back(String user) throws Exception {
    house.log.append(
        List.of(
            Events.event(
                new com.fasterxml.jackson.databind.ObjectMapper()
                    .writeValueAsString(
                        Map.of(
                            "event",
                            "big",
                            "uid",
                            "u",
                            "time",
                            "2026-11-30T00:00:00Z",
                            "user",
                            user,
                            "login",
                            -1250.5)))));
    String csv = new String(house.get("/v1/events.csv", COMMANDS).body(), UTF_8);
    List<List<String>> rows = Rfc4180.read(csv);
    assertEquals(2, rows.size(), csv);
    assertEquals(9, rows.get(1).size(), csv);
    String cell = rows.get(1).get(3);
    assertTrue(cell.isEmpty() || "=+-@\t\r\n".indexOf(cell.charAt(0)) < 0, cell);
    assertEquals(user, cell.startsWith("'") ? cell.substring(1) : cell);
    assertEquals("-1250.5", rows.get(1).get(4));
  }

  @Test
  void a_cursor_of_a_page_is_none_of_an_export_and_no_limit_is_taken() throws Exception {
    commands(3);
    Map<String, List<String>> query = new HashMap<>(COMMANDS);
    query.put("limit", List.of("1"));
    String cursor = house.get("/v1/events", query).json().get("cursor").asText();
    assertEquals("400 bad-parameter", house.get("/v1/events.csv", query).problem());
    query.remove("limit");
    query.put("cursor", List.of(cursor));
    assertEquals("400 cursor-of-another-query", house.get("/v1/events.csv", query).problem());
  }

  /// A reader of the standard's own grammar.
  private static final class Rfc4180 {
    static List<List<String>> read(String csv) {
      List<List<String>> rows = new ArrayList<>();
      List<String> row = new ArrayList<>();
      StringBuilder cell = new StringBuilder();
      boolean quoted = false;
      for (int i = 0; i < csv.length(); i++) {
        char c = csv.charAt(i);
        if (c == '"' && quoted && i + 1 < csv.length() && csv.charAt(i + 1) == '"') {
          cell.append(c);
          i++;
        } else if (c == '"') {
          quoted = !quoted;
        } else if (!quoted && (c == ',' || c == '\n')) {
          row.add(cell.toString());
          cell.setLength(0);
          if (c == '\n') {
            rows.add(row);
            row = new ArrayList<>();
          }
        } else {
          cell.append(c);
        }
      }
      return rows;
    }
  }
}
