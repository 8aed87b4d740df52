package io.tapevault.function.playback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tapevault.event.EventQuery.Order;
import io.tapevault.event.Sha256;
import io.tapevault.recording.SessionId;
import io.tapevault.recording.Verdict.Status;
import io.tapevault.session.Announcements.Said;
import io.tapevault.session.Index;
import io.tapevault.session.Playback;
import io.tapevault.session.Session;
import io.tapevault.session.SessionsInLog;
import io.tapevault.session.SummaryJson;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.memory.MemoryEventLog;
import io.tapevault.testkit.memory.MemoryObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// What the log gets to know when a recording arrives.
final class ArrivalEventsTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant NOW = Instant.parse("2026-11-22T14:00:07.412Z");
  private static final InstantSource CLOCK = InstantSource.fixed(NOW);
  private static final SessionId ENDLESS = Recorded.WITHOUT_ITS_END;

  private final MemoryEventLog log = new MemoryEventLog(CLOCK, Retention.DEFAULT);
  private final MemoryObjectStore store = new MemoryObjectStore(CLOCK);
  private Said said = Said.NOTHING;
  private final Index index = new Index(store, log, (stored, recording) -> said);

  private String arrives(SessionId sid) throws IOException {
    byte[] bytes = Recorded.bytes(sid);
    Recorded.store(store, sid, bytes);
    index.index(sid);
    return Sha256.of(bytes);
  }

  private List<JsonNode> events(SessionId sid) {
    return log.session(sid.value(), Order.DESCENDING, null, 100).events().stream()
        .map(stored -> json(stored.event().json()))
        .toList();
  }

  private List<String> types(SessionId sid) {
    return events(sid).stream().map(event -> event.path("event").asText()).toList();
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void told(String event) {
    log.append(List.of(Recorded.event(event, NOW)));
  }

  @Test
  void an_upload_is_noted_with_its_node_its_format_and_its_first_and_last_event()
      throws IOException {
    said = new Said("web-1", "");
    String sha256 = arrives(Recorded.STREAM);
    Map<String, Object> upload =
        new TreeMap<>(
            Map.of(
                "event",
                "session.upload",
                "code",
                "T2005I",
                "time",
                NOW.toString(),
                "sid",
                Recorded.STREAM.value(),
                "ei",
                Integer.MAX_VALUE,
                "url",
                "memory:///" + Recorded.STREAM + ".tar",
                "size",
                Recorded.bytes(Recorded.STREAM).length,
                "sha256",
                sha256));
    JsonNode noted = events(Recorded.STREAM).getFirst();
    upload.put("uid", noted.path("uid").asText());
    upload.put("node", "web-1");
    upload.put("format", "protostream-1");
    JsonNode summary = json(text(index.index(Recorded.STREAM).orElseThrow()));
    upload.put("first_event", summary.path("start").asText());
    upload.put("last_event", summary.path("end").asText());
    assertEquals(List.of(JSON.valueToTree(upload)), events(Recorded.STREAM));
    assertTrue(upload.get("first_event").toString().startsWith("20"), upload::toString);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }

  @Test
  void what_teleport_noted_counts_and_nothing_is_added() throws IOException {
    told(
        """
        {"event":"session.upload","code":"T2005I","uid":"t","time":"2026-11-22T14:00:00Z",
         "sid":"%s","ei":2147483647,"url":"s3://b/%1$s"}\
        """
            .formatted(Recorded.STREAM));
    arrives(Recorded.STREAM);
    assertEquals(List.of("session.upload"), types(Recorded.STREAM));
  }

  @Test
  void what_was_noted_of_these_bytes_before_counts_too() throws IOException {
    told(
        """
        {"event":"session.upload","uid":"o","time":"2026-11-22T14:00:00Z","sid":"%s",
         "ei":2147483647,"sha256":"%s"}\
        """
            .formatted(Recorded.STREAM, Sha256.of(Recorded.bytes(Recorded.STREAM))));
    arrives(Recorded.STREAM);
    assertEquals(1, events(Recorded.STREAM).size());
  }

  @Test
  void what_was_noted_of_other_bytes_does_not() throws IOException {
    told(
        """
        {"event":"session.upload","uid":"o","time":"2026-11-22T14:00:00Z","sid":"%s",
         "ei":2147483647,"sha256":"00"}\
        """
            .formatted(Recorded.STREAM));
    arrives(Recorded.STREAM);
    assertEquals(List.of("session.upload", "session.upload"), types(Recorded.STREAM));
  }

  @Test
  void a_session_that_nobody_ended_gets_a_marked_end_at_its_last_event() throws IOException {
    arrives(ENDLESS);
    assertEquals(List.of("session.upload", "session.end"), types(ENDLESS));
    JsonNode end = events(ENDLESS).getLast();
    JsonNode summary = json(text(index.index(ENDLESS).orElseThrow()));
    Map<String, Object> expected =
        new TreeMap<>(
            Map.of(
                "event", "session.end",
                "code", "T2004I",
                "time", summary.path("end").asText(),
                "sid", ENDLESS.value(),
                "ei", summary.path("last_index").asInt() + 1,
                "synthetic", true,
                "user", summary.path("user").asText(),
                "login", summary.path("login").asText(),
                "server_hostname", summary.path("server").asText()));
    expected.put("uid", end.path("uid").asText());
    expected.put("interactive", true);
    expected.put("participants", List.of(summary.path("user").asText()));
    expected.put("session_start", summary.path("start").asText());
    expected.put("session_stop", summary.path("end").asText());
    assertEquals(JSON.valueToTree(expected), end);
    index.index(ENDLESS);
    assertEquals(2, events(ENDLESS).size());
  }

  @Test
  void an_end_that_the_log_has_is_enough() throws IOException {
    told(end("2026-11-22T14:00:00Z"));
    arrives(ENDLESS);
    assertEquals(List.of("session.upload", "session.end"), types(ENDLESS));
    assertEquals("real", events(ENDLESS).getLast().path("uid").asText());
  }

  @Test
  void of_an_encrypted_recording_nobody_knows_whether_it_ends() throws IOException {
    arrives(Recorded.ENCRYPTED);
    assertEquals(List.of("session.upload"), types(Recorded.ENCRYPTED));
  }

  @Test
  void a_marked_end_makes_no_recording_cut_off_and_a_real_one_says_when_it_was()
      throws IOException {
    arrives(ENDLESS);
    Playback playback = new Playback(log, store, index::summary);
    assertEquals(
        Status.WHOLE,
        SummaryJson.verdict(playback.recorded(ENDLESS).orElseThrow().summary()).status());
    assertEquals(events(ENDLESS).getLast().path("time").asText(), ended().toString());
    for (String real : List.of("2001-01-01T00:00:00Z", "2030-01-01T00:00:00Z")) {
      told(end(real));
      assertEquals(Instant.parse(real), ended());
    }
  }

  private Instant ended() {
    return new SessionsInLog(log, CLOCK).find(ENDLESS.value()).map(Session::end).orElseThrow();
  }

  private static String end(String time) {
    String uid = time.startsWith("2026") ? "real" : time;
    return "{\"event\":\"session.end\",\"uid\":\"%s\",\"time\":\"%s\",\"sid\":\"%s\",\"ei\":99999}"
        .formatted(uid, time, ENDLESS);
  }

  @Test
  void bytes_that_are_not_those_that_were_announced_are_damaged_and_an_event() throws IOException {
    said = new Said("web-1", "ab".repeat(32));
    String sha256 = arrives(Recorded.STREAM);
    assertEquals(List.of("session.upload", "recording.conflict"), types(Recorded.STREAM));
    JsonNode conflict = events(Recorded.STREAM).getLast();
    assertEquals("ab".repeat(32), conflict.at("/announced/sha256").asText());
    assertEquals(sha256, conflict.at("/stored/sha256").asText());
    assertEquals("web-1", conflict.path("node").asText());
    byte[] summary = index.index(Recorded.STREAM).orElseThrow();
    assertEquals(Status.DAMAGED, SummaryJson.verdict(summary).status());
    assertTrue(SummaryJson.verdict(summary).reason().contains("ab".repeat(32)));
  }
}
