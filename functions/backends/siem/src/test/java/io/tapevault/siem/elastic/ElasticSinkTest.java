package io.tapevault.siem.elastic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.event.StoredEvent;
import io.tapevault.forwarding.EventSink;
import io.tapevault.forwarding.EventSink.Delivery;
import io.tapevault.forwarding.EventSink.RefusedEvent;
import io.tapevault.forwarding.Format;
import io.tapevault.forwarding.Outgoing;
import io.tapevault.forwarding.Rules;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.forwarding.SinkType;
import io.tapevault.forwarding.Treatment;
import io.tapevault.forwarding.secrets.SecretStore;
import io.tapevault.forwarding.secrets.Secrets;
import io.tapevault.siem.Engine;
import io.tapevault.siem.Sinks;
import io.tapevault.siem.http.SiemHttp.Timeouts;
import io.tapevault.testkit.contract.EventSinkContract;
import io.tapevault.testkit.siem.Answer;
import io.tapevault.testkit.siem.FaultySiem;
import io.tapevault.testkit.siem.FaultySiem.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ElasticSinkTest extends EventSinkContract {

  private static final Duration LONG = Duration.ofSeconds(30);

  @Override
  protected EventSink open(URI address, Duration patience) {
    return ElasticSink.open(
        spec(SinkType.ELASTICSEARCH, address, Map.of(), null),
        InstantSource.fixed(Instant.parse("2026-11-22T14:00:00Z")),
        new Timeouts(patience, patience, Duration.ofMillis(200)));
  }

  static SinkSpec spec(
      SinkType type, URI address, Map<String, String> more, @Nullable String secret) {
    Map<String, String> options = new HashMap<>(more);
    options.put(SinkSpec.ADDRESS, address.toString());
    return new SinkSpec("soc", type, options, secret);
  }

  @Override
  protected List<String> uids(Request request) {
    try {
      return BulkIndex.sources(request).stream()
          .map(source -> source.path("event").path("id").asText())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected Answer taking() {
    return (request, connection) -> {
      List<String> items =
          BulkIndex.ids(request).stream().map(id -> "{\"create\":{\"status\":201}}").toList();
      Answer.saying(200, "{\"errors\":false,\"items\":[" + String.join(",", items) + "]}")
          .to(request, connection);
    };
  }

  private static List<Outgoing> outgoing(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> Engine.outgoing("{\"event\":\"x\",\"uid\":\"" + i + "\"}"))
        .toList();
  }

  static List<Request> sent(
      SinkType type, Map<String, String> more, @Nullable String secret, Outgoing event)
      throws IOException {
    try (FaultySiem siem = FaultySiem.start(Answer.status(503))) {
      ElasticSink.open(
              spec(type, siem.uri(), more, secret), InstantSource.system(), Timeouts.DEFAULT)
          .deliver(List.of(event));
      return siem.requests();
    }
  }

  /// What is of Elasticsearch and OpenSearch alone.
  @Nested
  class OfElastic {

    @Test
    void an_event_is_created_as_a_document_with_the_id_of_its_content() throws IOException {
      Outgoing event =
          Engine.outgoing(
              "{\"event\":\"a\",\"uid\":\"1\",\"sid\":\"s\",\"time\":\"2024-11-26T07:07:43.241Z\"}");
      Request request =
          sent(SinkType.ELASTICSEARCH, Map.of("index", "audit"), "a2V5OmtleQ==", event).getFirst();
      assertEquals("/hook/audit/_bulk?tenant=7", request.target());
      assertEquals("application/x-ndjson", request.header("content-type"));
      assertEquals("ApiKey a2V5OmtleQ==", request.header("authorization"));
      assertEquals(
          "{\"create\":{\"_id\":\"%s\"}}\n".formatted(event.stored().event().hash())
              + "{\"@timestamp\":\"2024-11-26T07:07:43.241Z\",\"message\":\"{\\\"event\\\":\\\"a\\\","
              + "\\\"uid\\\":\\\"1\\\",\\\"sid\\\":\\\"s\\\",\\\"time\\\":"
              + "\\\"2024-11-26T07:07:43.241Z\\\"}\",\"event\":{\"action\":\"a\",\"id\":\"1\"},"
              + "\"session\":{\"id\":\"s\"}}\n",
          request.body());
    }

    @Test
    void elastics_own_integration_gets_the_event_as_it_came_and_nothing_else() throws IOException {
      Request request =
          sent(
                  SinkType.ELASTICSEARCH,
                  Map.of("preset", "teleport"),
                  null,
                  Engine.outgoing("{\"event\":\"a\",\"time\":\"2024-11-26T07:07:43Z\"}"))
              .getFirst();
      assertEquals("/hook/logs-teleport.audit-default/_bulk?tenant=7", request.target());
      assertNull(request.header("authorization"));
      assertTrue(
          request
              .body()
              .endsWith(
                  "\n{\"@timestamp\":\"2024-11-26T07:07:43Z\",\"message\":"
                      + "\"{\\\"event\\\":\\\"a\\\",\\\"time\\\":\\\"2024-11-26T07:07:43Z\\\"}\"}\n"),
          request.body());
    }

    @Test
    void in_ecs_the_event_is_the_document() throws IOException {
      try (FaultySiem siem = FaultySiem.start(Answer.status(503))) {
        SinkSpec ecs = as(Format.ECS, siem.uri(), Map.of());
        Outgoing event =
            new Outgoing(Engine.stored("{\"event\":\"a\"}"), "{\"@timestamp\":\"x\",\n\"a\":1}");
        ElasticSink.open(ecs, InstantSource.system(), Timeouts.DEFAULT).deliver(List.of(event));
        String body = siem.requests().getFirst().body();
        assertTrue(body.endsWith("}}\n{\"@timestamp\":\"x\", \"a\":1}\n"), body);
        SinkSpec both = as(Format.ECS, siem.uri(), Map.of("preset", "teleport"));
        assertThrows(IllegalArgumentException.class, () -> Sinks.check(both));
      }
    }

    private static SinkSpec as(Format format, URI address, Map<String, String> more) {
      SinkSpec spec = spec(SinkType.ELASTICSEARCH, address, more, null);
      return new SinkSpec(
          spec.name(),
          spec.type(),
          spec.options(),
          null,
          new Treatment(spec.treatment().selection(), spec.treatment().redaction(), format),
          spec.begin());
    }

    @Test
    void a_certificate_that_is_only_named_is_not_looked_into() {
      URI address = URI.create("https://es.example.com");
      Sinks.check(
          spec(
              SinkType.ELASTICSEARCH,
              address,
              Map.of("ca", "file:/etc/ca.pem", "certificate", "env:CERT", "key", "env:KEY"),
              "env:TOKEN"));
    }

    @Test
    void two_that_contradict_each_other_have_two_ids_and_none_is_long() throws IOException {
      String uid = "u".repeat(600);
      List<String> ids = new ArrayList<>();
      for (String json :
          List.of(
              "{\"event\":\"a\",\"uid\":\"" + uid + "\",\"n\":1}",
              "{\"n\":1.0,\"event\":\"a\",\"uid\":\"" + uid + "\"}",
              "{\"event\":\"a\",\"uid\":\"" + uid + "\",\"n\":2}")) {
        ids.addAll(
            BulkIndex.ids(
                sent(SinkType.OPENSEARCH, Map.of(), null, Engine.outgoing(json)).getFirst()));
      }
      assertEquals(ids.get(0), ids.get(1));
      assertNotEquals(ids.get(0), ids.get(2));
      assertEquals(64, ids.get(0).length());
    }

    @Test
    void a_user_shows_a_password() throws IOException {
      Outgoing event = Engine.outgoing("{\"event\":\"a\"}");
      assertEquals(
          "Basic YXVkaXQ6c2VjcmV0",
          sent(SinkType.OPENSEARCH, Map.of("user", "audit"), "secret", event)
              .getFirst()
              .header("authorization"));
    }

    @Test
    void elastic_items_of_four_kinds() throws IOException {
      String items =
          String.join(
              ",",
              "{\"create\":{\"status\":201}}",
              BulkIndex.item(429, "es_rejected_execution_exception"),
              BulkIndex.item(400, "mapper_parsing_exception"),
              BulkIndex.item(409, "version_conflict_engine_exception"));
      List<Outgoing> four = outgoing(4);
      try (FaultySiem siem =
          FaultySiem.start(
              Answer.saying(200, "{\"took\":3,\"errors\":true,\"items\":[" + items + "]}"))) {
        EventSink sink = open(siem.uri(), LONG);
        assertEquals(
            new Delivery.TryAgain(
                Duration.ofSeconds(1),
                false,
                "of 4 events 1 have to wait: status 429 “es_rejected_execution_exception: because”"),
            sink.deliver(four));
        siem.answer(
            Answer.saying(
                200,
                "{\"errors\":true,\"items\":["
                    + BulkIndex.item(503, "unavailable_shards_exception")
                    + "]}"));
        assertInstanceOf(Delivery.TryAgain.class, sink.deliver(four));
        siem.answer(taking());
        assertEquals(
            new Delivery.Refused(
                List.of(new RefusedEvent(2, "status 400 “mapper_parsing_exception: because”"))),
            sink.deliver(four));
        assertEquals(
            List.of(List.of("0", "1", "2", "3"), List.of("1"), List.of("1")),
            siem.requests().stream().map(ElasticSinkTest.this::uids).toList());
      }
    }

    @ParameterizedTest
    @EnumSource
    void elastic_fields_that_quarrel(Format format) throws IOException {
      List<StoredEvent> events =
          new ArrayList<>(
              List.of(
                  Engine.stored("{\"event\":\"x\",\"uid\":\"1\",\"d\":{\"role\":{\"a\":1}}}"),
                  Engine.stored("{\"event\":\"x\",\"uid\":\"2\",\"d\":{\"role\":\"r\"}}"),
                  Engine.stored("{\"event\":\"x\",\"uid\":\"3\",\"d\":null}")));
      for (int i = 0; i < 1_500; i++) {
        events.add(
            Engine.stored("{\"event\":\"x\",\"uid\":\"m%d\",\"m\":{\"k%d\":1}}".formatted(i, i)));
      }
      BulkIndex index = new BulkIndex(Integer.MAX_VALUE);
      try (FaultySiem siem = FaultySiem.start(index)) {
        SinkSpec spec = as(format, siem.uri(), Map.of());
        Rules rules =
            Rules.of(spec.treatment(), new Secrets(SecretStore.NONE, InstantSource.system()));
        Engine engine =
            new Engine(ElasticSink.open(spec, InstantSource.system(), Timeouts.DEFAULT), rules);
        assertEquals(1_503, engine.run(events, 1));
        assertEquals(List.of(), engine.parked());
        String whole = format == Format.ECS ? "/event/original" : "/message";
        assertEquals(
            events.stream()
                .map(one ->
                    format == Format.ECS
                        ? one.event().json()
                        : rules.outgoing(one).orElseThrow().text())
                .toList(),
            index.documents().stream().map(one -> one.at(whole).asText()).toList());
      }
    }

    @Test
    void elastic_one_too_large() throws IOException {
      List<StoredEvent> events =
          IntStream.range(0, 20)
              .mapToObj(i ->
                  Engine.stored(
                      "{\"event\":\"x\",\"uid\":\"%d\",\"text\":\"%s\"}"
                          .formatted(i, "x".repeat(i == 13 ? 2_000_000 : 10))))
              .toList();
      BulkIndex index = new BulkIndex(1_000_000);
      try (FaultySiem siem = FaultySiem.start(index)) {
        Engine engine = new Engine(open(siem.uri(), LONG));
        assertEquals(20, engine.run(events, 1));
        assertEquals(19, index.documents().size());
        assertEquals(List.of("13 soc: status 413 to 2000034 bytes of events"), engine.parked());
        assertTrue(siem.requests().size() <= 20, () -> siem.requests().size() + " requests");
      }
    }

    @Test
    void commit_and_then_an_error() throws IOException {
      BulkIndex index = new BulkIndex(Integer.MAX_VALUE);
      List<Answer> answers =
          List.of(
              storing(index, Answer.hangingUp()),
              storing(index, Answer.hangingUp()),
              storing(index, Answer.status(500)),
              index);
      int[] call = {0};
      try (FaultySiem siem =
          FaultySiem.start((request, connection) ->
              answers.get(Math.min(call[0]++, 3)).to(request, connection))) {
        Engine engine = new Engine(open(siem.uri(), LONG));
        List<StoredEvent> events = outgoing(100).stream().map(Outgoing::stored).toList();
        assertEquals(100, engine.run(events, 3));
        assertEquals(100, index.documents().size());
        assertEquals(4, siem.requests().size());
        assertEquals(
            1, siem.requests().stream().map(Request::body).distinct().count(), "the same bytes");
        assertEquals(List.of(), engine.parked());
      }
    }

    private static Answer storing(BulkIndex index, Answer then) {
      return (request, connection) -> {
        index.take(request);
        then.to(request, connection);
      };
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          "{}",
          "no JSON",
          "{\"errors\":false}",
          "{\"errors\":false,\"items\":[]}",
          "{\"errors\":false,\"items\":[{\"create\":{\"status\":201}}]}",
          "{\"errors\":true,\"items\":[1,2]}"
        })
    void an_answer_that_does_not_speak_of_every_event_delivers_none(String body)
        throws IOException {
      try (FaultySiem siem = FaultySiem.start(Answer.saying(200, body))) {
        assertInstanceOf(Delivery.TryAgain.class, open(siem.uri(), LONG).deliver(outgoing(2)));
      }
    }

    @ParameterizedTest
    @CsvSource({
      "index, Audit",
      "index, ../_cluster",
      "index, a/b",
      "preset, other",
      "user, a:b",
      "user, without-a-secret"
    })
    void what_cannot_be_is_said_at_once(String option, String value) {
      URI address = URI.create("https://es.example.com");
      assertThrows(
          IllegalArgumentException.class,
          () ->
              ElasticSink.check(
                  spec(SinkType.ELASTICSEARCH, address, Map.of(option, value), null)));
    }
  }
}
