package io.tapevault.http.door;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventQuery;
import io.tapevault.event.Ingest;
import io.tapevault.event.Parking;
import io.tapevault.event.Received;
import io.tapevault.event.Refused;
import io.tapevault.event.Refused.Reason;
import io.tapevault.event.StoredEvent;
import io.tapevault.event.Unavailable;
import io.tapevault.http.Front;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.HttpResponse;
import io.tapevault.http.Routes;
import io.tapevault.http.door.events.EventsDoor;
import io.tapevault.json.EventJson;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.FaultyEventLog;
import io.tapevault.testkit.memory.MemoryEventLog;
import io.tapevault.testkit.memory.MemoryParking;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DoorRoutesTest {

  private static final Path SAMPLES =
      Path.of(System.getProperty("tapevault.root", "../.."), "events-samples");
  private static final Instant NOW = Instant.parse("2026-04-01T12:00:00Z");
  private static final InstantSource CLOCK = InstantSource.fixed(NOW);

  private final MemoryEventLog events = new MemoryEventLog(CLOCK, Retention.DEFAULT);
  private final FaultyEventLog log = new FaultyEventLog(events);
  private final MemoryParking parking = new MemoryParking(CLOCK, Retention.DEFAULT);
  private final Routes routes = routes(parking);

  @Test
  void every_accepted_sample_is_stored() throws Exception {
    List<byte[]> samples = samples("accepted");
    byte[] body = lines(samples);
    assertEquals(taken(samples.size(), 0), post(body));
    assertEquals(taken(0, samples.size()), post(body));
    assertStored(samples);
    assertEquals(List.of(), parked());
  }

  @Test
  void every_refused_sample_is_parked_with_its_bytes_and_its_reason() throws Exception {
    Set<String> answers = new HashSet<>();
    Set<Received> expected = new HashSet<>();
    for (byte[] sample : samples("refused")) {
      answers.add(post(sample, Map.of("content-type", "application/x-ndjson")).substring(0, 3));
      for (String line : new String(sample, ISO_8859_1).lines().toList()) {
        if (!line.isBlank()) {
          expected.add(
              assertInstanceOf(Refused.class, EventJson.read(line.getBytes(ISO_8859_1), NOW))
                  .at("events"));
        }
      }
    }
    assertEquals(Set.of("200"), answers);
    assertEquals(expected, new HashSet<>(parked()));
    assertStored(List.of());
  }

  @Test
  void of_very_many_that_are_refused_the_first_are_listed_and_the_others_counted()
      throws Exception {
    String uid = "\\u001b".repeat(1_000);
    String bad = "{\"uid\":\"" + uid + "\"}";
    String answer = post(String.join("\n", Collections.nCopies(2_000, bad)));
    assertTrue(answer.length() < 1_100_000, () -> answer.length() + " characters");
    int listed = answer.split("\"reason\"", -1).length - 1;
    assertTrue(answer.endsWith("],\"refused_not_listed\":" + (2_000 - listed) + "}"));
    assertTrue(listed > 100, () -> listed + " are listed");
  }

  @Test
  void what_is_refused_is_told_and_parked_and_the_rest_is_stored() throws Exception {
    String good = "{\"event\":\"user.login\",\"uid\":\"u1\",\"time\":\"2026-03-01T10:00:00Z\"}";
    String untyped = "{\"uid\":\"u2\"}";
    String negative = "{\"event\":\"user.login\",\"uid\":\"u3\",\"ei\":-1}";
    assertEquals(
        """
        200 {content-type=application/json} {"accepted":1,"duplicates":0,"refused":[\
        {"index":0,"uid":"u2","reason":"no-type","detail":"the event has no 'event', the name of its type"},\
        {"index":2,"uid":"u3","reason":"bad-index","detail":"'ei' is not a whole number from 0 to 9223372036854775807"},\
        {"index":3,"uid":null,"reason":"not-an-object","detail":"an event is a JSON object"}]}\
        """,
        post("[" + String.join(",", untyped, good, negative, "7") + "]"));
    assertStored(List.of(good.getBytes(UTF_8)));
    assertEquals(
        Set.of(
            new Refused(
                    Reason.NO_TYPE,
                    "the event has no 'event', the name of its type",
                    "u2",
                    utf8(untyped))
                .at("events"),
            new Refused(
                    Reason.BAD_INDEX,
                    "'ei' is not a whole number from 0 to 9223372036854775807",
                    "u3",
                    utf8(negative))
                .at("events"),
            new Refused(Reason.NOT_AN_OBJECT, "an event is a JSON object", null, utf8("7"))
                .at("events")),
        new HashSet<>(parked()));
  }

  @Test
  void half_a_surrogate_pair_is_refused_and_does_not_come_back_forever() throws Exception {
    String body = "{\"uid\":\"\\ud83d\",\"event\":\"a\",\"time\":\"\\ud83d\"}";
    assertEquals(
        """
        200 {content-type=application/json} {"accepted":0,"duplicates":0,"refused":[\
        {"index":0,"uid":null,"reason":"not-unicode","detail":"a string holds half of a surrogate pair"}]}\
        """,
        post(body));
  }

  @Test
  void the_batches_of_the_samples_are_stored_and_found_again() throws Exception {
    for (String batch : List.of("batch.json", "batch.ndjson")) {
      byte[] body = Files.readAllBytes(SAMPLES.resolve(batch));
      String first = post(body);
      int count = Integer.parseInt(first.replaceFirst(".*\"accepted\":(\\d+).*", "$1"));
      assertEquals(taken(count, 0), first, batch);
      assertEquals(taken(0, count), post(body), batch);
    }
  }

  @Test
  void the_same_uid_with_other_content_is_kept_beside_the_first() throws Exception {
    String first = "{\"event\":\"user.login\",\"uid\":\"u1\",\"user\":\"maria\"}";
    String second = "{\"event\":\"user.login\",\"uid\":\"u1\",\"user\":\"mallory\"}";
    assertEquals(taken(1, 0), post(first));
    assertEquals(taken(1, 0), post(second));
    assertEquals(taken(0, 2), post(first + second));
    assertEquals(
        Map.of(first, false, second, true),
        stored().stream()
            .collect(Collectors.toMap(one -> one.event().json(), StoredEvent::conflict)));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_log_that_fails_is_to_be_tried_again_and_then_every_event_is_there_once(
      boolean afterPersisting) throws Exception {
    List<byte[]> samples = samples("accepted");
    byte[] body = lines(samples);
    log.failing().failingAfterPersisting(samples.size() / 2);
    if (afterPersisting) {
      log.failingAfterPersisting();
    }
    assertEquals(unavailable(), post(body));
    assertStored(List.of());
    assertEquals(unavailable(), post(body));
    assertStored(samples.subList(0, samples.size() / 2));
    if (afterPersisting) {
      assertEquals(unavailable(), post(body));
      assertEquals(taken(0, samples.size()), post(body));
    } else {
      assertEquals(taken(samples.size() - samples.size() / 2, samples.size() / 2), post(body));
    }
    assertStored(samples);
  }

  @Test
  void nothing_is_answered_before_what_is_refused_is_parked() throws Exception {
    Parking full =
        new Parking() {
          @Override
          public void park(List<Refused> refused) {
            throw new Unavailable("as the test asked");
          }

          @Override
          public List<Refused> parked(LocalDate day, int limit) {
            return List.of();
          }
        };
    String body = "{\"event\":\"a\",\"uid\":\"u1\"}\n{}\n";
    assertEquals(
        unavailable(), answer(routes(full), "POST", "/v1/events", body.getBytes(UTF_8), Map.of()));
    String again = post(body);
    assertEquals("200 {content-type=application/json} {\"accepted\":1,", again.substring(0, 50));
  }

  @Test
  void too_many_events_are_too_large_and_none_is_stored() throws Exception {
    String body = "[" + String.join(",", Collections.nCopies(100_000, "{\"event\":\"a\"}")) + "]";
    assertEquals(
        problem(
            413,
            "too-many-events",
            "These are too many events for one request",
            "the body holds more than 10000 events; send it in smaller pieces"),
        post(body));
    assertStored(List.of());
  }

  @Test
  void a_gzip_bomb_is_too_large_and_nothing_is_stored() throws Exception {
    byte[] bomb = gzip(" ".repeat(1 << 20).getBytes(UTF_8), 20);
    assertEquals(
        problem(
            413,
            "body-too-large",
            "The body is too large",
            "the body unpacks to more than 16777216 bytes; send it in smaller pieces"),
        post(bomb, Map.of("content-encoding", "gzip")));
    assertStored(List.of());
  }

  @Test
  void a_gzip_body_is_unpacked() throws Exception {
    List<byte[]> samples = samples("accepted");
    assertEquals(
        taken(samples.size(), 0),
        post(gzip(lines(samples), 1), Map.of("content-encoding", "gzip")));
    assertStored(samples);
  }

  @Test
  void a_body_that_is_not_json_is_a_problem_of_its_sender() throws Exception {
    assertEquals(problem(400, "not-json", "The body is not JSON", "the body is empty"), post(""));
    assertEquals(
        problem(
            400,
            "not-json",
            "The body is not JSON",
            "line 1, column 1: the body is neither a JSON object, nor an array, nor NDJSON"),
        post("Mar  9 00:00:00 web-01 sshd[4711]: Accepted publickey"));
    assertEquals(
        problem(
            415,
            "unknown-encoding",
            "The body is encoded in an unknown way",
            "Content-Encoding is 'br'; send the body plain, or as gzip, deflate or zstd"),
        post(new byte[] {1}, Map.of("content-encoding", "br")));
    assertStored(List.of());
    assertEquals(List.of(), parked());
  }

  private Routes routes(Parking parkedIn) {
    return DoorRoutes.of(new Ingest(log, parkedIn), CLOCK, List.of(new EventsDoor()));
  }

  private void assertStored(List<byte[]> samples) {
    Set<AuditEvent> expected =
        samples.stream()
            .map(sample -> (AuditEvent) EventJson.read(sample, NOW))
            .collect(Collectors.toSet());
    List<StoredEvent> stored = stored();
    assertEquals(expected, stored.stream().map(StoredEvent::event).collect(Collectors.toSet()));
    assertEquals(expected.size(), stored.size());
  }

  private List<StoredEvent> stored() {
    EventQuery all = new EventQuery(Instant.MIN, Instant.MAX, Set.of(), EventQuery.Order.ASCENDING);
    return events.search(all, null, 10_000).events();
  }

  private List<Refused> parked() {
    return parking.parked(LocalDate.of(2026, 4, 1), 10_000);
  }

  private String post(String body) throws IOException {
    return post(body.getBytes(UTF_8));
  }

  private String post(byte[] body) throws IOException {
    return post(body, Map.of());
  }

  private String post(byte[] body, Map<String, String> headers) throws IOException {
    return answer(routes, "POST", "/v1/events", body, headers);
  }

  private static String answer(
      Routes routes, String method, String path, byte[] body, Map<String, String> headers)
      throws IOException {
    HttpResponse response =
        Front.of(routes, 1L << 30)
            .handle(
                new HttpRequest(
                    method, path, Map.of(), headers, new ByteArrayInputStream(body), "r1"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    response.content().writeTo(out);
    Map<String, String> said = new TreeMap<>(response.headers());
    said.remove("x-request-id");
    return response.status() + " " + said + " " + out.toString(UTF_8);
  }

  private static String taken(int accepted, int duplicates) {
    return "200 {content-type=application/json} {\"accepted\":"
        + accepted
        + ",\"duplicates\":"
        + duplicates
        + ",\"refused\":[]}";
  }

  private static String unavailable() {
    return problem(
            503,
            "unavailable",
            "Not now: try again",
            "the store cannot be reached, or is too busy; try again")
        .replace("problem+json}", "problem+json, retry-after=2}");
  }

  private static String problem(int status, String slug, String title, String detail) {
    return """
    %d {content-type=application/problem+json} {"type":"urn:tapevault:problem:%s","title":"%s","status":%d,\
    "detail":"%s","instance":"r1"}\
    """
        .formatted(status, slug, title, status, detail);
  }

  private static List<byte[]> samples(String folder) throws IOException {
    try (Stream<Path> files = Files.list(SAMPLES.resolve(folder))) {
      List<Path> samples = files.sorted().toList();
      assertTrue(samples.size() > 40, () -> samples.size() + " samples in " + folder);
      List<byte[]> bytes = new ArrayList<>();
      for (Path sample : samples) {
        bytes.add(Files.readAllBytes(sample));
      }
      return bytes;
    }
  }

  private static byte[] lines(List<byte[]> samples) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] sample : samples) {
      out.write(sample);
    }
    return out.toByteArray();
  }

  private static byte[] gzip(byte[] bytes, int times) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      for (int i = 0; i < times; i++) {
        gzip.write(bytes);
      }
    }
    return out.toByteArray();
  }

  private static ByteBuffer utf8(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }
}
