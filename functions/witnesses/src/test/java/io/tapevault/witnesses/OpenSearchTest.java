package io.tapevault.witnesses;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapevault.event.AuditEvent;
import io.tapevault.event.StoredEvent;
import io.tapevault.forwarding.EventSink;
import io.tapevault.forwarding.EventSink.Delivery;
import io.tapevault.forwarding.Outgoing;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.forwarding.SinkType;
import io.tapevault.json.EventJson;
import io.tapevault.samples.EventSamples;
import io.tapevault.samples.RandomJson;
import io.tapevault.siem.Sinks;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenSearchTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final int SEED = 8;

  private final OpenSearch server;

  OpenSearchTest(@TempDir Path home) throws Exception {
    server = OpenSearch.start(home);
    server.ask(
        "PUT",
        "/_index_template/logs",
        "{\"index_patterns\":[\"logs-*\"],\"data_stream\":{},\"priority\":100}");
  }

  @AfterAll
  void stop() throws IOException {
    server.close();
  }

  private EventSink sink(String index) {
    Map<String, String> options = Map.of(SinkSpec.ADDRESS, server.uri().toString(), "index", index);
    return Sinks.open(
        new SinkSpec("soc", SinkType.OPENSEARCH, options, null), InstantSource.system());
  }

  private static Outgoing outgoing(String json) {
    AuditEvent event = (AuditEvent) EventJson.read(json.getBytes(UTF_8), NOON);
    return new Outgoing(new StoredEvent(event.key(), event, false), event.json());
  }

  private static void deliver(EventSink sink, List<Outgoing> events) {
    for (int i = 0; i < events.size(); i += sink.limits().events()) {
      int end = Math.min(events.size(), i + sink.limits().events());
      assertEquals(new Delivery.Delivered(), sink.deliver(events.subList(i, end)));
    }
  }

  /// What has to be there, by its id.
  private static Map<String, List<String>> expected(List<Outgoing> events) {
    return events.stream()
        .collect(
            Collectors.toMap(
                event -> event.stored().event().hash(),
                event -> List.of(event.time().toString(), event.key(), event.text()),
                (first, same) -> first,
                TreeMap::new));
  }

  private Map<String, List<String>> arrived(String index) throws Exception {
    Map<String, List<String>> arrived = new TreeMap<>();
    server.documents(index).forEach((id, document) -> arrived.put(id, read(document)));
    return arrived;
  }

  private static List<String> read(JsonNode document) {
    return List.of(
        document.path("@timestamp").asText(),
        document.at("/event/id").asText(),
        document.path("message").asText());
  }

  @Test
  void what_arrives_is_what_was_stored() throws Exception {
    List<Outgoing> events = new ArrayList<>();
    for (Path sample : EventSamples.accepted()) {
      events.add(outgoing(new String(EventSamples.bytes(sample), UTF_8)));
    }
    RandomJson random = new RandomJson(SEED);
    for (int i = 0; i < 2_000; i++) {
      Map<String, Object> event = new LinkedHashMap<>(random.object(3));
      event.put("event", "random");
      event.put("uid", "r" + i);
      event.put("time", NOON.plusMillis(i).toString());
      events.add(outgoing(random.spell(event)));
    }
    EventSink sink = sink("logs-tapevault-default");
    deliver(sink, events);
    assertEquals(expected(events), arrived("logs-tapevault-default"));
    deliver(sink, events);
    assertEquals(expected(events), arrived("logs-tapevault-default"), "the same again is no more");
  }

  @Test
  void elastic_fields_that_quarrel() throws Exception {
    List<Outgoing> events =
        new ArrayList<>(
            List.of(
                outgoing("{\"event\":\"x\",\"uid\":\"1\",\"d\":{\"role\":{\"a\":1}}}"),
                outgoing("{\"event\":\"x\",\"uid\":\"2\",\"d\":{\"role\":\"r\"}}"),
                outgoing("{\"event\":\"x\",\"uid\":\"3\",\"d\":null}")));
    for (int i = 0; i < 1_500; i++) {
      events.add(outgoing("{\"event\":\"x\",\"uid\":\"m%d\",\"m\":{\"k%d\":1}}".formatted(i, i)));
    }
    deliver(sink("logs-tapevault-quarrel"), events);
    assertEquals(expected(events), arrived("logs-tapevault-quarrel"));
  }

  @Test
  void an_event_of_megabytes_and_an_id_of_600_characters_arrive_whole() throws Exception {
    List<Outgoing> events =
        List.of(
            outgoing(
                "{\"event\":\"x\",\"uid\":\"%s\",\"text\":\"%s\"}"
                    .formatted("u".repeat(600), "é ".repeat(2_000_000))));
    deliver(sink("logs-tapevault-large"), events);
    assertEquals(expected(events), arrived("logs-tapevault-large"));
  }

  @Test
  void what_is_sent_again_after_a_rollover_is_there_once() throws Exception {
    List<Outgoing> events = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      events.add(outgoing("{\"event\":\"x\",\"uid\":\"%d\"}".formatted(i)));
    }
    EventSink sink = sink("logs-tapevault-again");
    // There is no such stream yet.
    assertEquals(new Delivery.Delivered(), sink.deliverAgain(events.subList(0, 150)));
    server.ask("POST", "/logs-tapevault-again/_rollover", "");
    deliver(sink, events.subList(150, 200));
    server.ask("POST", "/logs-tapevault-again/_rollover", "");
    server.ask("POST", "/logs-tapevault-again/_refresh", "");
    assertEquals(new Delivery.Delivered(), sink.deliverAgain(events));
    assertEquals(expected(events), arrived("logs-tapevault-again"));
  }

  @Test
  void after_a_rollover_the_same_is_there_twice_where_it_is_not_asked_for() throws Exception {
    List<Outgoing> events = List.of(outgoing("{\"event\":\"x\",\"uid\":\"1\"}"));
    EventSink sink = sink("logs-tapevault-rollover");
    deliver(sink, events);
    server.ask("POST", "/logs-tapevault-rollover/_rollover", "");
    deliver(sink, events);
    server.ask("POST", "/logs-tapevault-rollover/_refresh", "");
    assertEquals(2, server.ask("GET", "/logs-tapevault-rollover/_count", "").path("count").asInt());
  }
}
