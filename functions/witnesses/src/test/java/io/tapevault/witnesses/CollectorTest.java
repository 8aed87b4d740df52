package io.tapevault.witnesses;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tapevault.event.StoredEvent;
import io.tapevault.forwarding.Outgoing;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.forwarding.SinkType;
import io.tapevault.witnesses.Requests.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What OpenTelemetry's Collector passes on, as it writes it itself, of what was sent to it.
class CollectorTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private record Log(String key, String type, Instant time, String text) {}

  @ParameterizedTest
  @ValueSource(strings = {"protobuf", "json"})
  void every_event_is_a_record_with_its_time_type_and_text(String encoding, @TempDir Path folder)
      throws Exception {
    Path program = Installed.file("OpenTelemetry Collector", "bin/otelcol");
    int port = ServerProcess.freePort();
    try (Requests next = Requests.start()) {
      Path settings =
          Files.writeString(
              folder.resolve("settings.yaml"),
              """
              receivers:
                otlp:
                  protocols:
                    http:
                      endpoint: 127.0.0.1:%d
              exporters:
                otlp_http:
                  endpoint: %s
                  encoding: json
                  compression: none
                  sending_queue:
                    enabled: false
                  retry_on_failure:
                    enabled: false
              service:
                telemetry:
                  metrics:
                    level: none
                pipelines:
                  logs:
                    receivers: [otlp]
                    exporters: [otlp_http]
              """
                  .formatted(port, next.uri()));
      List<String> command = List.of(program.toString(), "--config", settings.toString());
      try (ServerProcess collector =
          ServerProcess.start(command, Map.of(), port, folder.resolve("log"))) {
        Sending sending =
            new Sending(
                new SinkSpec(
                    "soc",
                    SinkType.OTLP,
                    Map.of(SinkSpec.ADDRESS, "http://127.0.0.1:" + port, "encoding", encoding),
                    null));
        List<StoredEvent> events = HostileEvents.all();
        sending.deliver(events);
        List<Log> expected =
            sending.outgoing(events).stream().map(CollectorTest::expected).toList();
        collector.await(() -> logs(next).size() >= expected.size());
        assertEquals(expected, logs(next));
      }
    }
  }

  private static Log expected(Outgoing event) {
    return new Log(event.key(), event.stored().event().type(), event.time(), event.text());
  }

  private static List<Log> logs(Requests next) throws IOException {
    List<Log> logs = new ArrayList<>();
    for (Request request : next.received()) {
      for (JsonNode record : JSON.readTree(request.body()).findValues("logRecords")) {
        record.forEach(one -> logs.add(log(one)));
      }
    }
    return logs;
  }

  private static Log log(JsonNode record) {
    String key = "";
    for (JsonNode attribute : record.path("attributes")) {
      if (attribute.path("key").asText().equals("log.record.uid")) {
        key = attribute.at("/value/stringValue").asText();
      }
    }
    long nanos = record.path("timeUnixNano").asLong();
    return new Log(
        key,
        record.path("eventName").asText(),
        Instant.ofEpochSecond(nanos / 1_000_000_000, nanos % 1_000_000_000),
        record.at("/body/stringValue").asText());
  }
}
