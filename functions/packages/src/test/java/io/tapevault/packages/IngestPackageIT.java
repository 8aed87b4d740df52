package io.tapevault.packages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tapevault.event.AuditEvent;
import io.tapevault.event.Refused;
import io.tapevault.event.StoredEvent;
import io.tapevault.function.ingest.IngestFunction;
import io.tapevault.json.EventJson;
import io.tapevault.recording.UploadTickets.Ticket;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/// The zip that takes events and announces uploads, on a DynamoDB that has no table yet.
@OnLinux
final class IngestPackageIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SID = "80d9ca77-93af-443f-b33c-6fc55bd1a147";
  private static final String SHELL = "b7d1f2a4-5c3e-4f60-9a81-2e6c0d9b7f31";
  private static final String ZIPPED = "c2e8a6b0-1f4d-4b7a-8e95-63d0f7a1c842";
  // What the samples' requests are called, but for the last digit.
  private static final String SAMPLE = "0b1f6c1e-8f1d-4c6e-9b1c-2f6f0f6b1a0";
  private static final String REFUSED_UID = "5a1c7f0e-9d7b-4c52-8a36-0f1e2d3c4b54";

  private static Aws aws;
  private static Gateway api;

  @BeforeAll
  static void start() throws Exception {
    aws = Aws.start();
    try (DynamoDbClient dynamo = aws.dynamo()) {
      assertEquals(List.of(), dynamo.listTables().tableNames());
    }
    api = new Gateway(aws.function(IngestFunction.class, Map.of()));
  }

  @AfterAll
  static void stop() throws IOException {
    aws.close();
  }

  @Test
  void the_table_is_made_by_the_first_event() {
    String event = "{\"event\":\"user.login\",\"time\":\"2026-11-22T14:00:00Z\"}";
    assertEquals(200, api.post("/v1/events", "application/json", event).getStatusCode());
    try (DynamoDbClient dynamo = aws.dynamo()) {
      TableDescription table = dynamo.describeTable(one -> one.tableName(Aws.TABLE)).table();
      assertEquals("[SessionID HASH, EventIndex RANGE]", keys(table));
      assertEquals("timesearchV2", table.globalSecondaryIndexes().getFirst().indexName());
      assertEquals("NEW_IMAGE", table.streamSpecification().streamViewTypeAsString());
      var live = dynamo.describeTimeToLive(one -> one.tableName(Aws.TABLE)).timeToLiveDescription();
      assertEquals("Expires ENABLED", live.attributeName() + " " + live.timeToLiveStatusAsString());
    }
  }

  private static String keys(TableDescription table) {
    return table.keySchema().stream()
        .map(key -> key.attributeName() + " " + key.keyTypeAsString())
        .toList()
        .toString();
  }

  @Test
  void events_are_stored_once_and_what_is_no_event_is_parked() throws Exception {
    String refused =
        """
        "refused":[{"index":2,"uid":"%s","reason":"no-type",\
        "detail":"the event has no 'event', the name of its type"}]}\
        """
            .formatted(REFUSED_UID);
    assertEquals(
        json(SAMPLE + "1", "{\"accepted\":3,\"duplicates\":0," + refused),
        api.sample("post-events.json"));
    assertEquals(
        json(SAMPLE + "1", "{\"accepted\":0,\"duplicates\":3," + refused),
        api.sample("post-events.json"));

    List<String> lines =
        JSON.readTree(Samples.envelope("post-events.json")).get("body").asText().lines().toList();
    assertEquals(hashes(List.of(lines.get(0), lines.get(1), lines.get(3))), stored(SHELL));
    assertEquals(List.of(lines.get(2)), parked(REFUSED_UID));
  }

  /// What was parked with this `uid`, as it was sent.
  private static List<String> parked(String uid) {
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    return Stream.of(today.minusDays(1), today)
        .flatMap(day -> aws.parking().parked(day, 1000).stream())
        .filter(refused -> uid.equals(refused.uid()))
        .map(IngestPackageIT::text)
        .toList();
  }

  private static String text(Refused refused) {
    return UTF_8.decode(refused.bytes().duplicate()).toString();
  }

  @Test
  void a_gzip_body_in_base64_is_unpacked() throws Exception {
    assertEquals(
        json(SAMPLE + "2", "{\"accepted\":2,\"duplicates\":0,\"refused\":[]}"),
        api.sample("post-events-gzip.json"));
    assertEquals(2, stored(ZIPPED).size());
  }

  @Test
  void every_event_of_the_samples_is_found_in_the_table() throws Exception {
    List<String> events = new ArrayList<>();
    for (Path sample : Samples.accepted()) {
      events.add(Files.readString(sample));
    }
    assertEquals(
        json(
            Gateway.REQUEST_ID,
            "{\"accepted\":" + events.size() + ",\"duplicates\":0,\"refused\":[]}"),
        api.post("/v1/events", "application/json", String.join("\n", events)));
    for (String event : events) {
      AuditEvent sent = event(event);
      assertTrue(stored(sent.key().session()).contains(sent.hash()), event);
    }
  }

  @Test
  void a_ticket_takes_the_announced_recording_once_and_no_other_bytes() throws Exception {
    APIGatewayProxyResponseEvent answer = api.sample("announce-upload.json");
    assertEquals(200, answer.getStatusCode());
    assertEquals("no-store", answer.getHeaders().get("cache-control"));
    JsonNode body = JSON.readTree(answer.getBody());
    Map<String, String> headers = new HashMap<>();
    body.get("headers")
        .properties()
        .forEach(one -> headers.put(one.getKey(), one.getValue().asText()));
    Ticket ticket =
        new Ticket(
            body.get("method").asText(),
            URI.create(body.get("url").asText()),
            headers,
            Instant.parse(body.get("expires").asText()));

    byte[] recording = Samples.recording(SID + ".2018.tar");
    byte[] altered = recording.clone();
    altered[100] ^= 1;
    assertEquals(400, Web.put(ticket, altered));
    assertEquals(List.of(), recordings());
    assertEquals(200, Web.put(ticket, recording));
    assertEquals(412, Web.put(ticket, recording));
    assertEquals(List.of("recordings/" + SID + ".tar"), recordings());
  }

  private static List<String> recordings() throws IOException {
    return aws.objects().stream().filter(key -> key.startsWith("recordings/")).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          POST | /v1/events                | not JSON            | 400 | not-json
          POST | /v1/events                | ''                  | 400 | not-json
          GET  | /v1/events                | ''                  | 405 | method-not-allowed
          POST | /v1/event                 | {"event":"x"}       | 404 | no-such-route
          POST | /v1/recordings/-b/uploads | {}                  | 400 | bad-session-id
          POST | /v1/recordings/%s/uploads | {"size":1}          | 400 | bad-upload
          POST | /v1/recordings/%s/uploads | [                   | 400 | not-json
          """)
  void what_is_wrong_with_a_request_is_a_problem(
      String method, String path, String body, int status, String problem) throws Exception {
    APIGatewayProxyResponseEvent answer =
        api.send(Gateway.request(method, path.replace("%s", SID)).withBody(body));
    assertEquals(status, answer.getStatusCode());
    assertEquals("application/problem+json", answer.getHeaders().get("content-type"));
    JsonNode said = JSON.readTree(answer.getBody());
    assertEquals("urn:tapevault:problem:" + problem, said.get("type").asText());
    assertEquals(status, said.get("status").asInt());
    assertEquals(Gateway.REQUEST_ID, said.get("instance").asText());
  }

  @Test
  void a_function_that_is_not_told_where_things_are_names_all_that_is_missing() throws Exception {
    try (FunctionProcess function = FunctionProcess.start(IngestFunction.class, Map.of())) {
      JsonNode error = JSON.readTree(function.initError());
      assertEquals(
          "these environment variables are not set: TAPEVAULT_CONFIG_URI, TAPEVAULT_EVENTS_URI,"
              + " TAPEVAULT_RETENTION, TAPEVAULT_SESSIONS_URI",
          error.get("errorMessage").asText());
    }
  }

  private static APIGatewayProxyResponseEvent json(String id, String body) {
    return new APIGatewayProxyResponseEvent()
        .withStatusCode(200)
        .withHeaders(Map.of("content-type", "application/json", "x-request-id", id))
        .withBody(body)
        .withIsBase64Encoded(false);
  }

  private static List<String> stored(String sid) {
    return aws.session(sid).stream().map(StoredEvent::event).map(AuditEvent::hash).toList();
  }

  private static List<String> hashes(List<String> events) {
    return events.stream().map(event -> event(event).hash()).toList();
  }

  private static AuditEvent event(String json) {
    return (AuditEvent) EventJson.read(json.getBytes(UTF_8), Instant.EPOCH);
  }
}
