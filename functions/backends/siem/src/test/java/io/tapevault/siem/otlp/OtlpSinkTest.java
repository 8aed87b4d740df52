package io.tapevault.siem.otlp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.resource.v1.Resource;
import io.tapevault.forwarding.EventSink;
import io.tapevault.forwarding.EventSink.Delivery;
import io.tapevault.forwarding.EventSink.RefusedEvent;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.forwarding.SinkType;
import io.tapevault.siem.http.SiemHttp.Timeouts;
import io.tapevault.testkit.contract.EventSinkContract;
import io.tapevault.testkit.contract.Events;
import io.tapevault.testkit.siem.Answer;
import io.tapevault.testkit.siem.FaultySiem;
import io.tapevault.testkit.siem.FaultySiem.Request;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is sent is read with OpenTelemetry's own classes.
class OtlpSinkTest extends EventSinkContract {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final String PROTOBUF = "content-type: application/x-protobuf";
  private static final String JSON = "content-type: application/json";

  @Override
  protected EventSink open(URI address, Duration patience) {
    return otlp(address, patience, null, Map.of());
  }

  static OtlpSink otlp(
      URI address, Duration patience, @Nullable String secret, Map<String, String> more) {
    Map<String, String> options = new HashMap<>(more);
    options.put(SinkSpec.ADDRESS, address.toString());
    return OtlpSink.open(
        new SinkSpec("soc", SinkType.OTLP, options, secret),
        InstantSource.system(),
        new Timeouts(patience, patience, Duration.ofMillis(200)));
  }

  @Override
  protected List<String> uids(Request request) {
    return keys(request);
  }

  static List<String> keys(Request request) {
    return read(request).getResourceLogs(0).getScopeLogs(0).getLogRecordsList().stream()
        .map(record -> record.getAttributes(0).getValue().getStringValue())
        .toList();
  }

  private static ExportLogsServiceRequest read(Request request) {
    try {
      if ("application/x-protobuf".equals(request.header("content-type"))) {
        return ExportLogsServiceRequest.parseFrom(request.body().getBytes(ISO_8859_1));
      }
      ExportLogsServiceRequest.Builder json = ExportLogsServiceRequest.newBuilder();
      JsonFormat.parser().merge(request.body(), json);
      return json.build();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  protected Answer taking() {
    return Answer.status(200, PROTOBUF);
  }

  private static Answer saying(ExportLogsServiceResponse answer) {
    return Answer.saying(200, answer.toByteString().toString(ISO_8859_1), PROTOBUF);
  }

  private static ExportLogsServiceResponse partial(long rejected, String words) {
    return ExportLogsServiceResponse.newBuilder()
        .setPartialSuccess(
            ExportLogsPartialSuccess.newBuilder()
                .setRejectedLogRecords(rejected)
                .setErrorMessage(words))
        .build();
  }

  /// What is of OTLP alone.
  @Nested
  class OfOtlp {

    @ParameterizedTest
    @ValueSource(strings = {"protobuf", "json"})
    void an_event_is_a_log_record(String encoding) throws IOException {
      try (FaultySiem siem = FaultySiem.start(taking())) {
        String json =
            "{\"event\":\"x\",\"uid\":\"1\",\"sid\":\"s\",\"time\":\"2024-11-26T07:07:43.241Z\",\"é\":\"😀\\u0000\"}";
        otlp(siem.uri(), LONG, null, Map.of("encoding", encoding))
            .deliver(List.of(outgoing(Events.event(json))));
        long time = 1732604863241000000L;
        assertEquals(
            ExportLogsServiceRequest.newBuilder()
                .addResourceLogs(
                    ResourceLogs.newBuilder()
                        .setResource(
                            Resource.newBuilder()
                                .addAttributes(attribute("service.name", "tapevault")))
                        .addScopeLogs(
                            ScopeLogs.newBuilder()
                                .setScope(InstrumentationScope.newBuilder().setName("tapevault"))
                                .addLogRecords(
                                    LogRecord.newBuilder()
                                        .setTimeUnixNano(time)
                                        .setObservedTimeUnixNano(time)
                                        .setEventName("x")
                                        .setBody(text(json))
                                        .addAttributes(attribute("log.record.uid", "1"))
                                        .addAttributes(attribute("session.id", "s")))))
                .build(),
            read(siem.requests().getFirst()));
        assertEquals("/hook/v1/logs?tenant=7", siem.requests().getFirst().target());
      }
    }

    private static KeyValue attribute(String name, String value) {
      return KeyValue.newBuilder().setKey(name).setValue(text(value)).build();
    }

    private static AnyValue text(String text) {
      return AnyValue.newBuilder().setStringValue(text).build();
    }

    @Test
    void a_time_that_has_no_number_is_unknown() {
      assertEquals(0, Encoding.nanos(Instant.MIN));
      assertEquals(0, Encoding.nanos(Instant.EPOCH.minusNanos(1)));
      assertEquals(0, Encoding.nanos(Instant.MAX));
    }

    @Test
    void otlp_part_of_it() throws IOException {
      assertEquals(lastTwo("“bad”"), deliver(saying(partial(2, "bad"))));
      assertEquals(
          new Delivery.Delivered("“he llo”"), deliver(saying(partial(0, "he\u001b\u0007llo"))));
      assertEquals(new Delivery.Delivered(), deliver(Answer.status(200)));
      String inJson = ExportAnswer.OTHER_ENCODING;
      assertEquals(
          new Delivery.Delivered(inJson),
          deliver(Answer.saying(200, "{\"partialSuccess\":{}}", JSON)));
      assertEquals(
          lastTwo(inJson + ": “bad”"),
          deliver(
              Answer.saying(
                  200,
                  "{\"partialSuccess\":{\"rejectedLogRecords\":\"2\",\"x\":[1],\"errorMessage\":\"bad\"}}",
                  JSON)));
      assertEquals(
          lastTwo(inJson),
          deliver(Answer.saying(200, "{\"partialSuccess\":{\"rejectedLogRecords\":2}}", JSON)));
      try (FaultySiem siem = FaultySiem.start(Answer.saying(200, "{}", JSON))) {
        assertEquals(
            new Delivery.Delivered(),
            otlp(siem.uri(), LONG, null, Map.of("encoding", "json")).deliver(events(5)));
      }
    }

    private static Delivery lastTwo(String said) {
      return new Delivery.Dropped(
          List.of(new RefusedEvent(3, ExportAnswer.WHY), new RefusedEvent(4, ExportAnswer.WHY)),
          said);
    }

    @Test
    void all_of_it_refused_is_a_refusal_whose_cause_is_looked_for() throws IOException {
      for (long rejected : new long[] {5, 6, 100}) {
        assertEquals(
            5,
            assertInstanceOf(Delivery.Refused.class, deliver(saying(partial(rejected, "bad"))))
                .events()
                .size());
      }
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "<html>please log in</html>",
          "{",
          "{\"partialSuccess\":{\"rejectedLogRecords\":\"many\"}}",
          "\n\u007fshort"
        })
    void a_200_that_is_no_receivers_of_otlp_is_tried_again(String body) throws IOException {
      assertInstanceOf(Delivery.TryAgain.class, deliver(Answer.saying(200, body)));
    }

    private Delivery deliver(Answer answer) throws IOException {
      try (FaultySiem siem = FaultySiem.start(answer)) {
        return open(siem.uri(), LONG).deliver(events(5));
      }
    }

    @Test
    void the_secret_is_the_value_of_a_header() throws IOException {
      try (FaultySiem siem = FaultySiem.start(taking())) {
        otlp(siem.uri(), LONG, "Bearer abc", Map.of()).deliver(events(1));
        otlp(siem.uri(), LONG, "abc", Map.of("header", "X-Honeycomb-Team")).deliver(events(1));
        assertEquals("Bearer abc", siem.requests().get(0).header("authorization"));
        assertEquals("abc", siem.requests().get(1).header("x-honeycomb-team"));
        assertNull(siem.requests().get(1).header("authorization"));
      }
    }

    @Test
    void what_cannot_be_is_said_at_once() {
      for (Map<String, String> wrong :
          List.of(
              Map.of("encoding", "xml"),
              Map.of("header", "host"),
              Map.of("header", "content-length"),
              Map.of("header", "a b"))) {
        Map<String, String> options = new HashMap<>(wrong);
        options.put(SinkSpec.ADDRESS, "https://otlp.example.com");
        SinkSpec spec = new SinkSpec("soc", SinkType.OTLP, options, "s3cret");
        assertThrows(IllegalArgumentException.class, () -> OtlpSink.check(spec), wrong::toString);
      }
      SinkSpec spec =
          new SinkSpec(
              "soc",
              SinkType.OTLP,
              Map.of(SinkSpec.ADDRESS, "https://otlp.example.com"),
              "s3c\nret");
      String said =
          assertThrows(IllegalArgumentException.class, () -> OtlpSink.check(spec)).toString();
      assertTrue(!said.contains("s3c"), said);
    }
  }
}
