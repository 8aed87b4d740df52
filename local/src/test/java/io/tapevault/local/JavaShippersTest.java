package io.tapevault.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.core.message.MessageWriter;
import io.cloudevents.http.HttpMessageFactory;
import io.cloudevents.jackson.JsonFormat;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.exporter.internal.otlp.logs.LogsRequestMarshaler;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.logs.export.SimpleLogRecordProcessor;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// OpenTelemetry's and CloudEvents' own libraries for Java: what arrives is what they were given.
final class JavaShippersTest extends RunningVault {

  // One more than a double holds.
  private static final String EXACT =
      "{\"event\":\"exec\",\"uid\":\"u-9\",\"time\":\"2026-03-01T12:00:00.009Z\",\"n\":9007199254740993,\"f\":1.10}";

  private static List<String> events() {
    List<String> events = new ArrayList<>(Shipped.EVENTS);
    events.add(EXACT);
    return events;
  }

  @ParameterizedTest
  @CsvSource({"none, /v1/logs", "gzip, /in/v1/logs"})
  void opentelemetrys_protobuf_arrives_as_it_was_sent_and_once(String packed, String path)
      throws Exception {
    try (LogRecordExporter exporter =
        OtlpHttpLogRecordExporter.builder()
            .setEndpoint(client.vault() + path)
            .setCompression(packed)
            .build()) {
      List<LogRecordData> records = records(events());
      for (int times = 0; times < 2; times++) {
        CompletableResultCode sent = exporter.export(records).join(30, TimeUnit.SECONDS);
        assertTrue(sent.isSuccess());
        assertEquals(Shipped.digits(events()), Shipped.in(client, ""));
      }
    }
  }

  /// Its exporter for HTTP has no JSON; this is how it writes JSON itself.
  @Test
  void opentelemetrys_json_arrives_as_it_was_written() throws Exception {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    LogsRequestMarshaler.create(records(events())).writeJsonTo(written);
    Client.Answer answer =
        client.send("POST", "/v1/logs", written.toByteArray(), "Content-Type", "application/json");
    assertEquals("{}", answer.text());
    assertEquals(Shipped.digits(events()), Shipped.in(client, ""));
  }

  @Test
  void what_is_not_teleports_keeps_its_attributes() throws Exception {
    try (LogRecordExporter exporter =
        OtlpHttpLogRecordExporter.builder().setEndpoint(client.vault() + "/v1/logs").build()) {
      assertTrue(
          exporter.export(records(List.of("a line, Zoë"))).join(30, TimeUnit.SECONDS).isSuccess());
    }
    JsonNode event = Shipped.in(client, "").getFirst();
    assertEquals("from.java", event.path("event").asText());
    JsonNode record = event.at("/otlp/record");
    assertEquals("a line, Zoë", record.at("/body/stringValue").asText());
    assertEquals("9007199254740993", record.at("/attributes/0/value/intValue").asText());
    assertEquals("witness", event.at("/otlp/scope/name").asText());
    assertFalse(event.at("/otlp/resource/attributes").isEmpty());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_cloud_event_arrives_as_it_was_sent_and_once(boolean structured) throws Exception {
    for (int times = 0; times < 2; times++) {
      int id = 0;
      for (String event : events()) {
        assertEquals(200, send(cloudEvent("e-" + id++, event), structured));
      }
      assertEquals(Shipped.digits(events()), Shipped.in(client, ""));
    }
  }

  static List<LogRecordData> records(List<String> bodies) {
    List<LogRecordData> records = new ArrayList<>();
    try (SdkLoggerProvider provider =
        SdkLoggerProvider.builder()
            .addLogRecordProcessor(SimpleLogRecordProcessor.create(new Kept(records)))
            .build()) {
      for (String body : bodies) {
        provider
            .get("witness")
            .logRecordBuilder()
            .setSeverity(Severity.INFO)
            .setEventName("from.java")
            .setAttribute(AttributeKey.longKey("n"), 9007199254740993L)
            .setBody(body)
            .emit();
      }
    }
    return records;
  }

  private record Kept(List<LogRecordData> records) implements LogRecordExporter {
    @Override
    public CompletableResultCode export(Collection<LogRecordData> more) {
      records.addAll(more);
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }

  private static CloudEvent cloudEvent(String id, String data) {
    return CloudEventBuilder.v1()
        .withId(id)
        .withType("from.java")
        .withSource(URI.create("/witness"))
        .withData("application/json", data.getBytes(UTF_8))
        .build();
  }

  private int send(CloudEvent event, boolean structured) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(client.vault() + "/in/cloudevents"));
    MessageWriter<?, ?> writer =
        HttpMessageFactory.createWriter(
            request::header, body -> request.POST(BodyPublishers.ofByteArray(body)));
    if (structured) {
      writer.writeStructured(event, JsonFormat.CONTENT_TYPE);
    } else {
      writer.writeBinary(event);
    }
    // As it is, which offers HTTP/2 first.
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request.build(), BodyHandlers.discarding()).statusCode();
    }
  }
}
