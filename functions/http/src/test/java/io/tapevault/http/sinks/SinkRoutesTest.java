package io.tapevault.http.sinks;

import static io.tapevault.testkit.contract.Events.NOON;
import static io.tapevault.testkit.contract.Events.login;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tapevault.alarm.Register.Entry;
import io.tapevault.alarm.Register.Subject;
import io.tapevault.event.StoredEvent;
import io.tapevault.forwarding.accounts.Outcome;
import io.tapevault.forwarding.accounts.Settled;
import io.tapevault.forwarding.health.SinkState;
import io.tapevault.forwarding.replay.Replay;
import io.tapevault.forwarding.replay.Replays;
import io.tapevault.http.Front;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.HttpResponse;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.Events;
import io.tapevault.testkit.contract.MovableClock;
import io.tapevault.testkit.memory.MemoryAccounts;
import io.tapevault.testkit.memory.MemoryEventLog;
import io.tapevault.testkit.memory.MemoryRegister;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SinkRoutesTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final MovableClock clock = new MovableClock(NOON);
  private final MemoryEventLog log = new MemoryEventLog(clock, Retention.DEFAULT);
  private final MemoryAccounts accounts = new MemoryAccounts(log);
  private final MemoryRegister register = new MemoryRegister(clock);
  private final NavigableMap<String, Boolean> sinks =
      new TreeMap<>(Map.of("lake", true, "soc", false));
  private final Front front =
      Front.of(
          SinkRoutes.of(new SinkRoutes.Books(accounts, register), () -> sinks, clock)
              .addAll(ReplayRoutes.of(register, sinks::keySet, clock)),
          1 << 30);

  private JsonNode ask(int status, String method, String path) throws IOException {
    String[] parts = path.split("\\?", 2);
    Map<String, List<String>> query = new TreeMap<>();
    for (String one : parts.length == 1 ? new String[0] : parts[1].split("&", -1)) {
      query.put(one.split("=", 2)[0], List.of(one.split("=", 2)[1]));
    }
    HttpResponse response =
        front.handle(
            new HttpRequest(method, parts[0], query, Map.of(), InputStream.nullInputStream(), "r"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    response.content().writeTo(out);
    assertEquals(status, response.status(), () -> out.toString(UTF_8));
    return JSON.readTree(out.toByteArray());
  }

  private List<StoredEvent> events(int count) {
    log.append(IntStream.range(0, count).mapToObj(i -> login(i, NOON)).toList());
    return Events.stored(IntStream.range(0, count).mapToObj(i -> login(i, NOON)).toList());
  }

  private void down() {
    SinkState down = new SinkState(true, NOON, "status 401", null, true);
    register.put(Subject.SINKS, new Entry("soc", NOON, down.text()));
  }

  @Test
  void every_siem_is_listed_with_how_it_is() throws IOException {
    down();
    assertEquals(
        JSON.readTree(
            """
            {"sinks":[{"name":"lake","paused":true,"state":"up"},
            {"name":"soc","paused":false,"state":"down","since":"2026-03-01T12:00:00Z","why":"status 401"}]}\
            """),
        ask(200, "GET", "/v1/sinks"));
  }

  @Test
  void what_became_of_events_is_said_by_the_hour_and_altogether() throws IOException {
    List<StoredEvent> events = events(12);
    log.append(List.of(login(100, NOON.minus(Duration.ofHours(3)))));
    accounts.note(
        "soc", events.subList(0, 9).stream().map(e -> Settled.of(e, Outcome.DELIVERED)).toList());
    accounts.note(
        "soc",
        List.of(
            Settled.of(events.get(9), Outcome.EXCLUDED),
            Settled.of(events.get(10), Outcome.PARKED),
            Settled.lost(events.get(11), "too old")));
    assertEquals(
        JSON.readTree(
            """
            {"name":"soc","paused":false,"state":"up",
            "stored":13,"delivered":9,"excluded":1,"parked":1,"waiting":1,"lost":{"too old":1},
            "oldest_waiting":"2026-03-01T09:00:00Z","replays":[],"hours":[
            {"hour":"2026-03-01T09:00:00Z","stored":1,"delivered":0,"excluded":0,"parked":0,"waiting":1,"lost":{}},
            {"hour":"2026-03-01T12:00:00Z","stored":12,"delivered":9,"excluded":1,"parked":1,"waiting":0,"lost":{"too old":1}}]}\
            """),
        ask(200, "GET", "/v1/sinks/soc"));
    assertEquals(
        1,
        ask(200, "GET", "/v1/sinks/soc?from=2026-03-01T09:30:00Z&to=2026-03-01T12:00:00Z")
            .path("hours")
            .size());
  }

  @Test
  void of_one_that_is_down_all_is_said_since_then() throws IOException {
    down();
    events(2);
    clock.move(Duration.ofDays(7));
    assertEquals(2, ask(200, "GET", "/v1/sinks/soc").path("waiting").asLong());
    clock.move(Duration.ofDays(7));
    assertEquals(2, ask(200, "GET", "/v1/sinks/soc").path("waiting").asLong());
    clock.move(Duration.ofDays(700));
    assertEquals(0, ask(200, "GET", "/v1/sinks/soc").path("waiting").asLong(), "a month at most");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/sinks?limit=1",
        "/v1/sinks/soc?from=yesterday",
        "/v1/sinks/soc?from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z",
        "/v1/sinks/soc?from=2026-01-01T00:00:00Z&to=2026-03-01T00:00:00Z",
        "/v1/sinks/soc?hours=1"
      })
  void what_cannot_be_asked_is_said(String path) throws IOException {
    assertEquals(
        "urn:tapevault:problem:bad-parameter", ask(400, "GET", path).path("type").asText());
  }

  @Test
  void a_siem_that_is_not_configured_is_unknown() throws IOException {
    for (String path : List.of("/v1/sinks/other", "/v1/sinks/..", "/v1/sinks/%73oc")) {
      assertEquals(
          "urn:tapevault:problem:unknown-sink", ask(404, "GET", path).path("type").asText());
    }
    ask(404, "POST", "/v1/sinks/other/replays?from=2026-03-01T00:00:00Z");
  }

  @Test
  void a_replay_is_asked_for_once_however_often() throws IOException {
    String asked = "/v1/sinks/soc/replays?from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z";
    JsonNode answer = ask(202, "POST", asked + "&only_missing=true");
    assertEquals(answer, ask(202, "POST", asked + "&only_missing=true"));
    ask(202, "POST", asked);
    assertEquals(2, Replays.pending(register, "soc").size());
    assertEquals(List.of(), Replays.pending(register, "lake"));
    JsonNode replays = ask(200, "GET", "/v1/sinks/soc").path("replays");
    assertEquals(2, replays.size());
    assertTrue(replays.toString().contains(answer.toString()), replays::toString);
    for (Replay replay : Replays.pending(register, "soc")) {
      assertEquals(0, replay.done().seen());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "?from=x",
        "?from=2026-03-01T00:00:00Z&to=2026-03-01T00:00:00Z",
        "?from=2026-03-01T00:00:00Z&only_missing=yes",
        "?from=2030-01-01T00:00:00Z"
      })
  void a_replay_of_nothing_is_refused(String query) throws IOException {
    ask(400, "POST", "/v1/sinks/soc/replays" + query);
    assertEquals(List.of(), Replays.pending(register, "soc"));
  }
}
