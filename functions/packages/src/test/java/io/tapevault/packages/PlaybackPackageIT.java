package io.tapevault.packages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tapevault.event.AuditEvent;
import io.tapevault.event.Ingest;
import io.tapevault.event.Received;
import io.tapevault.function.playback.IndexFunction;
import io.tapevault.function.playback.OriginalFunction;
import io.tapevault.function.playback.PlaybackFunction;
import io.tapevault.json.EventFields;
import io.tapevault.json.EventJson;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The zip that takes note of recordings and shows them: what arrived is searched, listed, watched.
@OnLinux
final class PlaybackPackageIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SID = "80d9ca77-93af-443f-b33c-6fc55bd1a147";
  private static final String CUT_OFF = "400075d2-57d8-470d-97de-1fb015ae0284";
  private static final String NO_RECORDING = "0e7c3b52-6a1d-4f98-8b04-d59e2c7a1f63";
  private static final String UNKNOWN = "ffffffff-0000-4000-8000-000000000000";

  private static Aws aws;
  private static FunctionProcess index;
  private static Gateway api;
  private static Gateway originals;
  private static byte[] recording;

  @BeforeAll
  static void start() throws Exception {
    aws = Aws.start();
    index = aws.function(IndexFunction.class, Map.of());
    api = new Gateway(aws.function(PlaybackFunction.class, Map.of()));
    originals = new Gateway(aws.function(OriginalFunction.class, Map.of()));
    List<Received> events = batch().stream().map(Received.class::cast).toList();
    new Ingest(aws.log(), aws.parking()).accept(events);
    recording = Samples.recording(SID + ".2018.tar");
    byte[] other = Samples.recording(CUT_OFF + ".protostream.tar");
    arrives(SID, recording);
    arrives(CUT_OFF, Arrays.copyOf(other, other.length / 2));
    arrives(NO_RECORDING, "nothing that can be played".repeat(100).getBytes(UTF_8));
  }

  private static void arrives(String sid, byte[] bytes) throws IOException, InterruptedException {
    assertEquals(200, Web.put(aws.ticket(sid, bytes), bytes));
    String event = new String(Samples.envelope("sqs-recordings.json"), UTF_8);
    index.invoke(event.replace(SID, sid).getBytes(UTF_8));
  }

  @AfterAll
  static void stop() throws IOException {
    aws.close();
  }

  @Test
  void a_recording_that_arrives_is_in_the_log_and_derived_files_are_made() throws Exception {
    byte[] none = "nothing that can be played".repeat(100).getBytes(UTF_8);
    String upload = aws.session(NO_RECORDING).getLast().event().json();
    assertEquals(
        Map.of(
            "event",
            "session.upload",
            "sid",
            NO_RECORDING,
            "url",
            "s3://" + Aws.BUCKET + "/recordings/" + NO_RECORDING,
            "size",
            Integer.toString(none.length),
            "sha256",
            Aws.sha256(none)),
        EventFields.of(upload, Set.of("event", "sid", "url", "size", "sha256")));
    assertEquals(
        List.of(
            "derived/4/" + NO_RECORDING + ".json",
            "derived/4/" + CUT_OFF + ".cast.gz",
            "derived/4/" + CUT_OFF + ".json",
            "derived/4/" + CUT_OFF + ".segments",
            "derived/4/" + CUT_OFF + ".svg.gz",
            "derived/4/" + CUT_OFF + ".transcript.ndjson.gz",
            "derived/4/" + SID + ".cast.gz",
            "derived/4/" + SID + ".json",
            "derived/4/" + SID + ".segments",
            "derived/4/" + SID + ".svg.gz",
            "derived/4/" + SID + ".transcript.ndjson.gz",
            "recordings/" + NO_RECORDING + ".tar",
            "recordings/" + CUT_OFF + ".tar",
            "recordings/" + SID + ".tar"),
        aws.objects().stream()
            .filter(key -> !key.startsWith("transcripts/"))
            .map(PlaybackPackageIT::withoutOriginal)
            .toList());
    // The lines of a day's sessions, and where those of a session are.
    for (String sid : List.of(CUT_OFF, SID)) {
      for (String kind : List.of("day=2018-03-22/", "sessions/" + sid + "/2018-03-22/")) {
        assertEquals(
            1,
            aws.objects().stream()
                .filter(
                    key -> key.startsWith("transcripts/" + kind) && key.contains("." + sid + "."))
                .count(),
            kind + sid);
      }
    }
  }

  /// The name of a derived file says of which size and time its original is.
  private static String withoutOriginal(String key) {
    return key.replaceFirst("^(derived/4/[0-9a-f-]{36})\\.\\d+-\\d+\\.", "$1.");
  }

  @Test
  void told_twice_of_a_recording_it_changes_nothing() throws Exception {
    List<?> before = aws.session(SID);
    List<String> objects = aws.objects();
    index.invoke(Samples.envelope("sqs-recordings.json"));
    assertEquals(before, aws.session(SID));
    assertEquals(objects, aws.objects());
  }

  @Test
  void a_search_goes_on_where_its_cursor_says() throws Exception {
    JsonNode envelope = JSON.readTree(Samples.envelope("get-events.json"));
    Map<String, String> query = new HashMap<>();
    envelope
        .get("queryStringParameters")
        .properties()
        .forEach(one -> query.put(one.getKey(), one.getValue().asText()));
    JsonNode page = body(api.sample("get-events.json"));
    List<Integer> sizes = new ArrayList<>(List.of(page.get("events").size()));
    List<String> found = new ArrayList<>(hashes(page));
    while (page.has("cursor")) {
      query.put("cursor", page.get("cursor").asText());
      page = body(api.get("/v1/events", query));
      sizes.add(page.get("events").size());
      found.addAll(hashes(page));
    }
    assertEquals(List.of(4, 4, 2), sizes);
    assertEquals(batch().stream().map(AuditEvent::hash).toList(), found);
  }

  @Test
  void a_session_is_what_its_events_and_its_recording_tell() throws Exception {
    JsonNode session = body(api.get("/v1/sessions/" + SID, Map.of()));
    ObjectNode about = assertInstanceOf(ObjectNode.class, session.get("recording"));
    assertNotNull(about.remove("uploaded"));
    assertEquals(
        JSON.readTree(
            """
            {"sid":"80d9ca77-93af-443f-b33c-6fc55bd1a147","user":"maria@example.org","login":"deploy",
             "server":"web-01.example.org","cluster_name":"vault.example.org","proto":"ssh",
             "start":"2026-03-02T08:14:05.120Z","end":"2026-03-02T08:21:41.004Z",
             "participants":["maria@example.org","oskar@example.org"],"recording":{"size":10240,
             "content":{"status":"whole","original":{"size":10240,"sha256":"2d0b3b6a0c0ae8d05256be2f0f732cdc14730bc1d9c841a7621653a8bcbda7bf"},
             "format":"tarball-2018","user":"alice","login":"root",
             "server":"web-1","start":"2018-03-22T13:19:32.034Z","end":"2018-03-22T13:19:51.259Z",
             "duration_ms":19225,"ended":true,"last_index":124,"events":125,"prints":120,"output_bytes":11265,"skipped":0,
             "out_of_order":0,"events_by_type":{"print":120,"resize":2,"session.end":1,
             "session.leave":1,"session.start":1},
             "sizes":[[0,"80:24"],[14061,"120:40"],[18400,"80:24"]],"participants":["alice"],"commands":[],"idle":[],"idle_ms":0}}}
            """),
        session);
  }

  @Test
  void the_events_of_a_session_come_in_the_order_in_which_they_happened() throws Exception {
    List<String> sent = batch().stream().map(AuditEvent::hash).toList();
    // The last of them is Teleport's own session.upload, which counts.
    assertEquals(sent, hashes(body(api.get("/v1/sessions/" + SID + "/events", Map.of()))));
  }

  @Test
  void a_recording_is_downloaded_as_it_came() throws Exception {
    HttpResponse<byte[]> got =
        follow(originals.get("/v1/sessions/" + SID + "/recording", Map.of()));
    assertArrayEquals(recording, got.body());
  }

  @Test
  void what_the_terminal_was_given_comes_as_bytes() throws Exception {
    APIGatewayProxyResponseEvent answer =
        originals.get("/v1/sessions/" + SID + "/stream", Map.of("offset", "11260"));
    assertEquals(200, answer.getStatusCode(), answer.getBody());
    assertEquals(5, Base64.getDecoder().decode(answer.getBody()).length);
  }

  @Test
  void a_cast_is_the_golden_one() throws Exception {
    HttpResponse<byte[]> got = follow(api.sample("get-recording-cast.json"));
    assertEquals("gzip", got.headers().firstValue("content-encoding").orElse("none"));
    assertEquals(new String(Samples.cast(SID + ".2018.cast"), UTF_8), unzipped(got.body()));
  }

  @Test
  void a_recording_that_is_cut_off_is_shown_only_to_who_asks_for_a_part() throws Exception {
    String path = "/v1/sessions/" + CUT_OFF + "/recording.cast";
    assertProblem(422, "recording-cut-off", api.get(path, Map.of()));
    String cast = unzipped(follow(api.get(path, Map.of("partial", "true"))).body());
    String last = cast.lines().toList().getLast();
    assertEquals("m", JSON.readTree(last).get(1).asText(), last);
  }

  @Test
  void what_is_no_recording_cannot_be_played() throws Exception {
    String path = "/v1/sessions/" + NO_RECORDING + "/recording.cast";
    assertProblem(422, "recording-corrupt", api.get(path, Map.of()));
    assertProblem(422, "recording-corrupt", api.get(path, Map.of("partial", "true")));
  }

  @Test
  void what_nobody_knows_is_not_found() throws Exception {
    String session = "/v1/sessions/" + UNKNOWN;
    assertProblem(404, "unknown-session", api.get(session, Map.of()));
    assertProblem(404, "unknown-session", api.get(session + "/events", Map.of()));
    assertProblem(404, "no-recording", originals.get(session + "/recording", Map.of()));
    assertProblem(404, "no-recording", api.get(session + "/recording.cast", Map.of()));
    assertProblem(400, "bad-cursor", api.get("/v1/events", Map.of("cursor", "x")));
    assertProblem(400, "bad-parameter", api.get("/v1/events", Map.of("from", "yesterday")));
  }

  @Test
  void it_is_well() throws Exception {
    assertEquals(JSON.readTree("{\"status\":\"ok\"}"), body(api.get("/healthz", Map.of())));
  }

  private static JsonNode body(APIGatewayProxyResponseEvent answer) throws IOException {
    assertEquals(200, answer.getStatusCode(), answer.getBody());
    return JSON.readTree(answer.getBody());
  }

  private static void assertProblem(int status, String type, APIGatewayProxyResponseEvent answer)
      throws IOException {
    assertEquals(status, answer.getStatusCode(), answer.getBody());
    assertEquals(
        "urn:tapevault:problem:" + type, JSON.readTree(answer.getBody()).get("type").asText());
  }

  private static HttpResponse<byte[]> follow(APIGatewayProxyResponseEvent redirect)
      throws IOException, InterruptedException {
    assertEquals(307, redirect.getStatusCode(), redirect.getBody());
    HttpResponse<byte[]> got = Web.get(redirect.getHeaders().getOrDefault("location", "none"));
    assertEquals(200, got.statusCode(), new String(got.body(), UTF_8));
    return got;
  }

  private static String unzipped(byte[] zipped) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  /// By time.
  private static List<AuditEvent> batch() throws IOException {
    return Samples.batch().lines().map(PlaybackPackageIT::event).toList();
  }

  private static List<String> hashes(JsonNode page) {
    List<String> hashes = new ArrayList<>();
    page.get("events").forEach(one -> hashes.add(event(one.toString()).hash()));
    return hashes;
  }

  private static AuditEvent event(String json) {
    return (AuditEvent) EventJson.read(json.getBytes(UTF_8), Instant.EPOCH);
  }
}
