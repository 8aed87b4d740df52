package io.tapevault.http.playback.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.event.AuditEvent;
import io.tapevault.http.playback.House;
import io.tapevault.search.ExportJob;
import io.tapevault.testkit.contract.Events;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ExportTest {

  private static final Map<String, List<String>> COMMANDS =
      Map.of("type", List.of("session.command,big"));

  private final House house = new House();

  /// As a client gets it, at once or when it has been made.
  private String exported(String path) throws Exception {
    House.Answer answer = house.get(path, COMMANDS);
    if (answer.status() == 200) {
      return new String(answer.body(), UTF_8);
    }
    assertEquals(202, answer.status(), answer::toString);
    assertEquals("5", answer.headers().get("retry-after"));
    turns();
    House.Answer there = again(path, answer);
    assertEquals(307, there.status());
    String name =
        String.valueOf(there.headers().get("location")).substring("https://bucket/".length());
    assertTrue(name.endsWith(path.substring(path.lastIndexOf('/') + 1)), name);
    return new String(house.exports.find(name).orElseThrow(), UTF_8);
  }

  /// Each as short as it can be.
  private void turns() throws Exception {
    Exporting exporting = new Exporting(house.log, house.exports, house.clock, 20_000);
    while (!house.exporting.isEmpty()) {
      exporting.turn(house.exporting.remove(), () -> false).ifPresent(house.exporting::add);
    }
  }

  private House.Answer again(String path, House.Answer answer) throws Exception {
    String where = String.valueOf(answer.headers().get("location"));
    return house.get(path, ExportQuery.read(where.substring(1)));
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
  void every_event_is_taken_along_once_and_in_order_at_once_or_when_it_is_made(boolean later)
      throws Exception {
    house.mostMade = later ? 20_000 : Long.MAX_VALUE;
    List<String> sent = commands(5_234);
    assertEquals(sent, exported("/v1/events.ndjson").lines().toList());
    List<String> rows = exported("/v1/events.csv").lines().toList();
    assertEquals(5_235, rows.size());
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
  void a_large_event_comes_whole() throws Exception {
    String json =
        "{\"event\":\"big\",\"uid\":\"b\",\"time\":\"2026-11-30T00:00:00Z\",\"x\":\"%s\"}"
            .formatted("y".repeat(5_000_000));
    house.log.append(List.of(Events.event(json)));
    for (long most : new long[] {Long.MAX_VALUE, 4_000_000}) {
      house.mostMade = most;
      assertEquals(json + "\n", exported("/v1/events.ndjson"));
    }
  }

  @Test
  void an_export_goes_on_where_its_turn_ended_also_when_that_is_brought_twice() throws Exception {
    house.mostMade = 1_000;
    List<String> sent = commands(3_000);
    House.Answer answer = house.get("/v1/events.ndjson", COMMANDS);
    Exporting exporting = new Exporting(house.log, house.exports, house.clock, 20_000);
    ExportJob first = house.exporting.remove();
    ExportJob third = first;
    for (int turn = 0; turn < 2; turn++) {
      ExportJob now = third;
      third = exporting.turn(now, () -> false).orElseThrow();
      assertEquals(third, exporting.turn(now, () -> false).orElseThrow());
    }
    assertEquals(202, again("/v1/events.ndjson", answer).status());
    house.exporting.add(third);
    turns();
    assertEquals(Optional.empty(), exporting.turn(first, () -> false));
    assertEquals(
        sent, new String(house.exports.find(first.name()).orElseThrow(), UTF_8).lines().toList());
  }

  @Test
  void an_export_of_nothing_that_took_long_to_look_for_is_there_too() throws Exception {
    ExportJob job =
        new ExportJob("1-x-events.ndjson", "from=2026-01-01T00:00:00Z&type=none", "m", 0);
    house.exporting.add(job);
    turns();
    assertEquals(0, house.exports.find(job.name()).orElseThrow().length);
  }

  @Test
  void where_an_export_is_is_told_to_who_asked_for_it_for_a_day() throws Exception {
    house.mostMade = 1_000;
    commands(100);
    House.Answer answer = house.get("/v1/events.ndjson", COMMANDS);
    assertEquals("400 cursor-of-another-query", again("/v1/events.csv", answer).problem());
    house.clock.move(Duration.ofHours(23));
    assertEquals(202, again("/v1/events.ndjson", answer).status());
    house.clock.move(Duration.ofHours(2));
    assertEquals("410 export-gone", again("/v1/events.ndjson", answer).problem());
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
