package io.tapevault.http.recordings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tapevault.event.EventQuery;
import io.tapevault.event.Ingest;
import io.tapevault.http.Front;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.HttpResponse;
import io.tapevault.recording.PartPlan;
import io.tapevault.recording.SessionId;
import io.tapevault.recording.UploadTickets.Part;
import io.tapevault.recording.UploadTickets.There;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.memory.MemoryEventLog;
import io.tapevault.testkit.memory.MemoryParking;
import io.tapevault.testkit.memory.MemoryUploadTickets;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RecordingRoutesTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant NOW = Instant.parse("2026-04-01T12:00:00Z");
  private static final InstantSource CLOCK = InstantSource.fixed(NOW);
  private static final String SID = "80d9ca77-93af-443f-b33c-6fc55bd1a147";
  private static final String SHA =
      "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
  private static final String OTHER_SHA = "00".repeat(32);
  private static final String CRC = "rosUhgp5mIg=";
  private static final String UPLOADS = "/v1/recordings/" + SID + "/uploads";
  private static final String ONE = "'size':6226,'sha256':'" + SHA + "'";
  // Three parts of 10 and one of 1.
  private static final String LARGE = "'size':31,'sha256':'" + SHA + "'";

  private final MemoryEventLog log = new MemoryEventLog(CLOCK, Retention.DEFAULT);
  private final MemoryUploadTickets tickets = tickets(new PartPlan(30, 10));
  private final Front front = front(tickets);

  private static MemoryUploadTickets tickets(PartPlan plan) {
    return new MemoryUploadTickets(plan, NOW.plusSeconds(900));
  }

  private Front front(MemoryUploadTickets over) {
    Ingest ingest = new Ingest(log, new MemoryParking(CLOCK, Retention.DEFAULT));
    return Front.of(RecordingRoutes.of(over, ingest, CLOCK), 1L << 30);
  }

  @Test
  void a_recording_gets_a_ticket() throws Exception {
    assertEquals(
        """
        200 {cache-control=no-store, content-type=application/json, x-request-id=r1} {"method":"PUT",\
        "url":"https://bucket.example.org/80d9ca77-93af-443f-b33c-6fc55bd1a147.tar",\
        "headers":{"content-length":"6226"},"expires":"2026-04-01T12:15:00Z"}\
        """,
        post(front(tickets(PartPlan.DEFAULT)), UPLOADS, ONE));
  }

  @Test
  void a_large_one_goes_in_parts_and_is_gone_on_with() throws Exception {
    assertEquals(
        json("{'upload':{'id':'upload-1','part_size':10,'parts':[]}}"), ok(UPLOADS, LARGE));
    tickets.arrive("upload-1", new Part(2, 10, CRC));
    assertEquals(
        json(
            """
            {'upload':{'id':'upload-1','part_size':10,'parts':[
              {'number':2,'size':10,'crc64nvme':'rosUhgp5mIg='}]}}\
            """),
        ok(UPLOADS, LARGE + ",'upload':'upload-1'"));
    assertEquals(
        json("{'upload':{'id':'upload-2','part_size':10,'parts':[]}}"),
        ok(UPLOADS, LARGE + ",'upload':'unknown'"));
  }

  @Test
  void each_part_gets_a_ticket_of_its_own() throws Exception {
    ok(UPLOADS, LARGE);
    assertEquals(
        json(
            """
            {'parts':[
              {'number':1,'method':'PUT','url':'https://bucket.example.org/%1$s?part=1',
               'headers':{'content-length':'10'}},
              {'number':4,'method':'PUT','url':'https://bucket.example.org/%1$s?part=4',
               'headers':{'content-length':'1'}}],
             'expires':'2026-04-01T12:15:00Z'}\
            """
                .formatted(SID)),
        ok(
            UPLOADS + "/upload-1/parts",
            LARGE + ",'parts':[" + part(1, 10) + "," + part(4, 1) + "]"));
  }

  @Test
  void what_is_complete_is_stored_and_the_same_announced_again_is_too() throws Exception {
    ok(UPLOADS, LARGE);
    for (int number : List.of(1, 3)) {
      tickets.arrive("upload-1", new Part(number, 10, CRC));
    }
    String complete = UPLOADS + "/upload-1/complete";
    String whole = LARGE + ",'crc64nvme':'" + CRC + "'";
    assertEquals("422 upload-not-whole: these parts are missing: 2, 4", problem(complete, whole));
    tickets.arrive("upload-1", new Part(2, 10, CRC));
    tickets.arrive("upload-1", new Part(4, 1, CRC));
    JsonNode stored = json("{'stored':{'size':31,'sha256':'" + SHA + "'}}");
    assertEquals(stored, ok(complete, whole));
    assertEquals(stored, ok(complete, whole));
    assertEquals(stored, ok(UPLOADS, LARGE));
    assertEquals(List.of(), events());
  }

  @Test
  void another_recording_than_is_stored_has_a_place_beside_it_and_is_an_event() throws Exception {
    tickets.hold(new SessionId(SID), new There.Stored(7, OTHER_SHA));
    String beside = SID + ".other-" + SHA.substring(0, 16);
    JsonNode ticket = ok(UPLOADS, "'size':29,'sha256':'" + SHA + "','node':'web-1'");
    assertEquals("https://bucket.example.org/" + beside + ".tar", ticket.path("url").asText());
    String uid = events().getFirst().path("uid").asText();
    assertEquals(36, uid.length());
    List<JsonNode> told =
        List.of(
            json(
                """
                {'event':'recording.conflict','uid':'%s','time':'2026-04-01T12:00:00Z','sid':'%s',
                 'ei':2147483645,'node':'web-1','announced':{'size':29,'sha256':'%s'},
                 'stored':{'size':7,'sha256':'%s'}}\
                """
                    .formatted(uid, SID, SHA, OTHER_SHA)));
    assertEquals(told, events());
    tickets.hold(new SessionId(beside), new There.Stored(29, SHA));
    assertEquals(
        json("{'stored':{'size':29,'sha256':'" + SHA + "'}}"),
        ok(UPLOADS, "'size':29,'sha256':'" + SHA + "'"));
    assertEquals(told, events());
  }

  @Test
  void another_large_one_goes_in_parts_beside_it() throws Exception {
    tickets.hold(new SessionId(SID), new There.Stored(7, OTHER_SHA));
    String begun = ok(UPLOADS, LARGE).at("/upload/id").asText();
    JsonNode parts = ok(UPLOADS + "/" + begun + "/parts", LARGE + ",'parts':[" + part(1, 10) + "]");
    assertTrue(parts.at("/parts/0/url").asText().contains(SID + ".other-"), parts::toString);
    for (int number = 1; number <= 4; number++) {
      tickets.arrive(begun, new Part(number, number == 4 ? 1 : 10, CRC));
    }
    String whole = LARGE + ",'crc64nvme':'" + CRC + "'";
    assertEquals(
        json("{'stored':{'size':31,'sha256':'" + SHA + "'}}"),
        ok(UPLOADS + "/" + begun + "/complete", whole));
  }

  @Test
  void where_its_name_would_be_too_long_it_is_refused_with_what_is_there() throws Exception {
    String sid = "s".repeat(128);
    tickets.hold(new SessionId(sid), new There.Stored(7, OTHER_SHA));
    JsonNode refused = JSON.readTree(body(post(front, "/v1/recordings/" + sid + "/uploads", ONE)));
    assertEquals("urn:tapevault:problem:recording-exists", refused.path("type").asText());
    assertEquals(json("{'size':7,'sha256':'" + OTHER_SHA + "'}"), refused.path("stored"));
  }

  @Test
  void one_that_is_being_read_through_is_asked_for_again() throws Exception {
    tickets.hold(new SessionId(SID), new There.NotReadYet());
    assertEquals(
        "503 not-read-yet: the session has a recording that is being read through; announce it"
            + " again",
        problem(UPLOADS, ONE));
    assertEquals(List.of(), events());
  }

  @Test
  void an_upload_that_is_not_there_is_told() throws Exception {
    String part = ",'parts':[" + part(1, 10) + "]";
    for (String none : List.of("unknown", "..", "a".repeat(1024))) {
      assertEquals(
          "404 no-such-upload: announce the recording again, without an upload's id",
          problem(UPLOADS + "/" + none + "/parts", LARGE + part));
      assertEquals(
          "404 no-such-upload: announce the recording again, without an upload's id",
          problem(UPLOADS + "/" + none + "/complete", LARGE + ",'crc64nvme':'" + CRC + "'"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "''                                   | 'parts' has 1 to 100 elements",
        "'parts':[]                           | 'parts' has 1 to 100 elements",
        "'parts':[{'number':1,'size':11,%s}]  | part 1 has not 11 bytes",
        "'parts':[{'number':4,'size':10,%s}]  | part 4 has not 10 bytes",
        "'parts':[{'number':5,'size':1,%s}]   | part 5 has not 1 bytes",
        "'parts':[{'number':0,'size':10,%s}]  | part 0 has not 10 bytes",
        "'parts':[{'size':10,%s}]             | part 0 has not 10 bytes",
        "'parts':[{'number':-1,'size':0,%s}]  | part 0 has not 0 bytes",
      })
  void parts_that_cannot_be_are_refused(String parts, String detail) throws Exception {
    ok(UPLOADS, LARGE);
    String more = parts.equals("''") ? "" : "," + parts.replace("%s", "'crc64nvme':'" + CRC + "'");
    assertEquals("400 bad-upload: " + detail, problem(UPLOADS + "/upload-1/parts", LARGE + more));
  }

  @Test
  void more_parts_than_are_signed_at_once_are_refused() throws Exception {
    Front large = front(tickets(PartPlan.DEFAULT));
    String size = "'size':" + (200L << 24) + ",'sha256':'" + SHA + "','parts':[";
    post(large, UPLOADS, size + "]");
    String path = UPLOADS + "/upload-1/parts";
    assertEquals("200", post(large, path, size + parts(100) + "]").substring(0, 3));
    assertEquals("400", post(large, path, size + parts(101) + "]").substring(0, 3));
    assertEquals("400", post(large, path, size + parts(150) + "]").substring(0, 3));
  }

  private static String parts(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(number -> part(number, 16 << 20))
        .collect(Collectors.joining(","));
  }

  @Test
  void without_the_checksum_of_the_whole_nothing_is_completed() throws Exception {
    ok(UPLOADS, LARGE);
    assertEquals(
        "400 bad-upload: 'crc64nvme' of the whole recording is missing",
        problem(UPLOADS + "/upload-1/complete", LARGE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "-x | '': '' | bad-session-id",
        ".. | '': '' | bad-session-id",
        "80d9ca77~ | '': '' | bad-session-id",
        SID + " | '': '' | bad-upload",
        SID + " | x | not-json",
        SID + " | 'size':52776558133249 | recording-too-large",
      })
  void what_cannot_be_is_refused_on_every_route(String sid, String members, String slug)
      throws Exception {
    for (String more : List.of("", "/upload-1/parts", "/upload-1/complete")) {
      String problem = problem("/v1/recordings/" + sid + "/uploads" + more, members);
      assertEquals(slug, problem.replaceAll("^\\d+ |:.*", ""));
    }
  }

  @Test
  void an_announcement_longer_than_any_is_too_large() throws Exception {
    assertEquals(
        "413 body-too-large: the body unpacks to more than 32768 bytes; send it in smaller pieces",
        problem(UPLOADS, " ".repeat(32768)));
  }

  private static String part(int number, long size) {
    return "{'number':" + number + ",'size':" + size + ",'crc64nvme':'" + CRC + "'}";
  }

  private JsonNode ok(String path, String members) throws IOException {
    String answer = post(front, path, members);
    assertEquals("200", answer.substring(0, 3), answer);
    return JSON.readTree(body(answer));
  }

  private String problem(String path, String members) throws IOException {
    JsonNode problem = JSON.readTree(body(post(front, path, members)));
    return problem.path("status").asText()
        + " "
        + problem.path("type").asText().replace("urn:tapevault:problem:", "")
        + ": "
        + problem.path("detail").asText();
  }

  private static String body(String answer) {
    return answer.substring(answer.indexOf("} ") + 2);
  }

  private static String post(Front front, String path, String members) throws IOException {
    byte[] body = ("{" + members.replace('\'', '"') + "}").getBytes(UTF_8);
    HttpRequest request =
        new HttpRequest("POST", path, Map.of(), Map.of(), new ByteArrayInputStream(body), "r1");
    HttpResponse response = front.handle(request);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    response.content().writeTo(out);
    return response.status() + " " + new TreeMap<>(response.headers()) + " " + out.toString(UTF_8);
  }

  private List<JsonNode> events() throws IOException {
    EventQuery all = new EventQuery(Instant.MIN, Instant.MAX, Set.of(), EventQuery.Order.ASCENDING);
    return log.search(all, null, 10).events().stream()
        .map(stored -> json(stored.event().json()))
        .toList();
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text.replace('\'', '"'));
    } catch (IOException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
