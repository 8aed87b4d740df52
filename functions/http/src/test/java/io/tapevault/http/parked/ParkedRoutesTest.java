package io.tapevault.http.parked;

import static io.tapevault.testkit.contract.Events.NOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tapevault.event.EventKey;
import io.tapevault.event.Ingest;
import io.tapevault.event.Position;
import io.tapevault.event.Refused;
import io.tapevault.event.Refused.Reason;
import io.tapevault.forwarding.replay.Replay;
import io.tapevault.forwarding.replay.Replays;
import io.tapevault.forwarding.replay.RetryParked;
import io.tapevault.http.Front;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.HttpResponse;
import io.tapevault.http.playback.asked.Cursors;
import io.tapevault.http.playback.audit.Audited;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.Events;
import io.tapevault.testkit.contract.MovableClock;
import io.tapevault.testkit.contract.Reading;
import io.tapevault.testkit.memory.MemoryEventLog;
import io.tapevault.testkit.memory.MemoryParking;
import io.tapevault.testkit.memory.MemoryRegister;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ParkedRoutesTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String EVENT =
      "{\"event\":\"a\",\"uid\":\"u\",\"sid\":\"s\",\"ei\":7,\"time\":\"2026-03-01T11:00:00Z\"}";

  private final MovableClock clock = new MovableClock(NOON);
  private final MemoryEventLog log = new MemoryEventLog(clock, Retention.DEFAULT);
  private final MemoryParking parking = new MemoryParking(clock, Retention.DEFAULT);
  private final MemoryRegister register = new MemoryRegister(clock);
  private final Front front =
      Front.of(
          ParkedRoutes.reading(
                  parking,
                  new Audited(Audited.in(log), Cursors.in(register, bytes -> {}), clock),
                  clock)
              .addAll(
                  ParkedRoutes.retrying(
                      new RetryParked(parking, new Ingest(log, parking), register, clock))),
          1 << 30);

  private JsonNode ask(int status, String method, String path, Map<String, List<String>> query)
      throws IOException {
    HttpResponse response =
        front.handle(
            new HttpRequest(method, path, query, Map.of(), InputStream.nullInputStream(), "r"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    response.content().writeTo(out);
    assertEquals(status, response.status(), () -> out.toString(UTF_8));
    return JSON.readTree(out.toByteArray());
  }

  private Refused park(Reason reason, String detail, byte[] bytes) {
    Refused refused = new Refused(reason, detail, null, ByteBuffer.wrap(bytes));
    parking.park(List.of(refused));
    return refused;
  }

  private static String path(Refused one) {
    return "/v1/parked/2026-03-01/" + one.id();
  }

  @Test
  void what_was_parked_on_a_day_is_listed_without_its_bytes() throws IOException {
    assertEquals(0, ask(200, "GET", "/v1/parked", Map.of()).path("parked").size());
    Refused one = park(Reason.NO_TYPE, "no\u001b[2J 'event'", "{}".getBytes(UTF_8));
    assertEquals(
        JSON.readTree(
            "{\"day\":\"2026-03-01\",\"parked\":[{\"id\":\""
                + one.id()
                + "\",\"reason\":\"no-type\",\"detail\":\"no\\u001b[2J"
                + " 'event'\",\"uid\":null,\"bytes\":2}]}"),
        ask(200, "GET", "/v1/parked", Map.of()));
    assertEquals(
        0,
        ask(200, "GET", "/v1/parked", Map.of("day", List.of("2026-02-28"))).path("parked").size());
  }

  @Test
  void the_door_is_told_at_which_it_came_in() throws IOException {
    Refused one =
        new Refused(Reason.NO_TYPE, "why", null, ByteBuffer.wrap(new byte[] {'7'})).at("hec");
    parking.park(List.of(one));
    JsonNode listed = ask(200, "GET", "/v1/parked", Map.of()).path("parked");
    assertEquals("hec", listed.path(0).path("door").asText());
    assertEquals("hec", ask(200, "GET", path(one), Map.of()).path("door").asText());
  }

  @Test
  void one_is_shown_with_its_bytes_as_text_or_as_base64() throws IOException {
    Refused text = park(Reason.NO_TYPE, "why", "{\"ä\":1}".getBytes(UTF_8));
    Refused bytes = park(Reason.NOT_JSON, "why", new byte[] {(byte) 0xff, 0});
    assertEquals("{\"ä\":1}", ask(200, "GET", path(text), Map.of()).path("text").asText());
    assertEquals("/wA=", ask(200, "GET", path(bytes), Map.of()).path("base64").asText());
  }

  @Test
  void who_reads_one_is_told_of_and_who_finds_none_or_lists_them_is_not() throws IOException {
    Refused one = park(Reason.NO_TYPE, "why", "{}".getBytes(UTF_8));
    ask(200, "GET", "/v1/parked", Map.of());
    ask(404, "GET", "/v1/parked/2026-03-01/x", Map.of());
    assertEquals(List.of(), Reading.all(log));
    ask(200, "GET", path(one), Map.of());
    JsonNode told =
        JSON.readTree(
            log.find(List.of(Reading.all(log).getFirst().key())).getFirst().event().json());
    assertEquals(
        "audit.search parked", told.path("event").asText() + " " + told.path("what").asText());
    assertEquals("2026-03-01/" + one.id(), told.path("of").asText());
  }

  @Test
  void what_is_not_there_or_asked_wrongly_is_a_problem() throws IOException {
    for (String method : List.of("GET", "POST")) {
      String end = method.equals("POST") ? "/retry" : "";
      assertEquals(
          "urn:tapevault:problem:unknown-parked",
          ask(404, method, "/v1/parked/2026-03-01/x" + end, Map.of()).path("type").asText());
      ask(400, method, "/v1/parked/yesterday/x" + end, Map.of());
      ask(400, method, "/v1/parked/2026-03-01/x" + end, Map.of("a", List.of("b")));
    }
    ask(400, "GET", "/v1/parked", Map.of("day", List.of("x")));
    ask(400, "GET", "/v1/parked", Map.of("limit", List.of("101")));
  }

  @Test
  void what_was_redacted_is_sent_again_from_where_it_lies_in_the_log() throws IOException {
    Position place = new Position(NOON.plusMillis(7), new EventKey("s", 1L << 52));
    Refused one =
        new Refused(
            Reason.REFUSED_BY_SIEM,
            "soc: no",
            null,
            ByteBuffer.wrap("{\"event\":\"a\",\"n\":\"***\"}".getBytes(UTF_8)),
            place,
            null);
    parking.park(List.of(one));
    ask(202, "POST", path(one) + "/retry", Map.of());
    Replay replay = Replays.pending(register, "soc").getFirst();
    assertEquals(place.key(), replay.range().only());
    assertEquals(place.time(), replay.range().from());
  }

  @Test
  void what_a_siem_refused_goes_to_that_siem_once_more() throws IOException {
    log.append(List.of(Events.event(EVENT)));
    Refused one = park(Reason.REFUSED_BY_SIEM, "soc: status 422: no", EVENT.getBytes(UTF_8));
    assertEquals(
        JSON.readTree("{\"outcome\":\"asked\",\"sink\":\"soc\"}"),
        ask(202, "POST", path(one) + "/retry", Map.of()));
    Replay replay = Replays.pending(register, "soc").getFirst();
    assertEquals(Events.event(EVENT).key(), replay.range().only());
    assertEquals(Events.event(EVENT).time(), replay.range().from());
  }

  @Test
  void what_can_be_read_now_is_stored_and_what_cannot_is_refused_as_before() throws IOException {
    Refused readable = park(Reason.TOO_DEEP, "an old limit", EVENT.getBytes(UTF_8));
    Refused never = park(Reason.NO_TYPE, "no 'event'", "{}".getBytes(UTF_8));
    assertEquals(
        "stored", ask(200, "POST", path(readable) + "/retry", Map.of()).path("outcome").asText());
    assertEquals(
        "duplicate",
        ask(200, "POST", path(readable) + "/retry", Map.of()).path("outcome").asText());
    JsonNode refused = ask(200, "POST", path(never) + "/retry", Map.of());
    assertEquals(
        "refused no-type",
        refused.path("outcome").asText() + " " + refused.path("reason").asText());
    assertEquals(Events.stored(List.of(Events.event(EVENT))), Reading.all(log));
  }
}
