package io.tapevault.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapevault.local.config.LocalConfig;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// OpenTelemetry's, Splunk's and CloudEvents' own clients for Node, at a vault that asks for a
/// token: what arrives is what they were given.
final class NodeShippersTest {

  @TempDir private Path data;
  private Client client;
  private AutoCloseable running;
  private String token;

  @BeforeEach
  void start() throws Exception {
    Path file = data.resolve("token");
    LocalVault vault = LocalVault.start(LocalConfig.defaults(data), data, 0, file);
    running = vault;
    token = Files.readString(file).strip();
    client = new Client(vault.uri());
  }

  @AfterEach
  void stop() throws Exception {
    running.close();
  }

  private String send(String name, String path, String shown) throws Exception {
    return new NodeShipper(name, URI.create(client.vault() + path), shown).send(Shipped.EVENTS);
  }

  @ParameterizedTest
  @CsvSource({
    "otlp-json, /v1/logs",
    "otlp-json-gzip, /in/v1/logs",
    "otlp-protobuf, /in/v1/logs",
    "otlp-protobuf-gzip, /v1/logs",
    "splunk-logging, ''",
    "splunk-logging-batched, ''",
    "cloudevents-binary, /in/cloudevents",
    "cloudevents-structured, /in/cloudevents"
  })
  void teleports_events_arrive_as_they_were_sent_and_once(String name, String path)
      throws Exception {
    List<JsonNode> expected = Shipped.digits(Shipped.EVENTS);
    assertEquals("sent", send(name, path, token));
    assertEquals(expected, Shipped.in(client, token));
    assertEquals("sent", send(name, path, token));
    assertEquals(expected, Shipped.in(client, token));
  }

  @ParameterizedTest
  @ValueSource(strings = {"otlp-json-objects", "otlp-protobuf-objects"})
  void records_of_objects_keep_all_that_is_in_them(String name) throws Exception {
    assertEquals("sent", send(name, "/v1/logs", token));
    List<JsonNode> events = Shipped.in(client, token);
    List<JsonNode> bodies =
        events.stream().map(event -> OtlpValues.plain(event.at("/otlp/record/body"))).toList();
    assertEquals(
        Shipped.digits(Shipped.EVENTS),
        Shipped.digits(bodies.stream().map(JsonNode::toString).toList()));
    events.forEach(event -> assertEquals("from.node", event.path("event").asText()));
  }

  @ParameterizedTest
  @CsvSource({
    "otlp-json, /v1/logs",
    "otlp-protobuf, /v1/logs",
    "splunk-logging, ''",
    "cloudevents-binary, /in/cloudevents"
  })
  void with_a_wrong_token_nothing_arrives(String name, String path) throws Exception {
    String said = send(name, path, "wrong-token");
    // What the transport of CloudEvents gives says nothing of the status.
    assertTrue(name.startsWith("cloudevents") || said.startsWith("lost: "), said);
    assertEquals(List.of(), Shipped.in(client, token));
  }

  @Test
  void hecs_host_and_index_are_kept_where_the_event_is_not_teleports() throws Exception {
    URI url = client.vault();
    assertEquals("sent", new NodeShipper("splunk-logging", url, token).send(List.of("\"a line\"")));
    JsonNode event = Shipped.in(client, token).getFirst();
    assertEquals("hec.event", event.path("event").asText());
    assertEquals("node-1", event.at("/hec/host").asText(), event::toString);
    assertEquals("main", event.at("/hec/index").asText(), event::toString);
    assertNotEquals("", event.path("time").asText());
    assertEquals("a line", event.at("/hec/event/message").asText(), event::toString);
  }
}
