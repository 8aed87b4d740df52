package io.tapevault.witnesses;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapevault.event.StoredEvent;
import io.tapevault.forwarding.Format;
import io.tapevault.forwarding.Outgoing;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.forwarding.SinkType;
import io.tapevault.forwarding.accounts.Outcome;
import io.tapevault.testkit.siem.Identity;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What VictoriaLogs says that it has, of what was sent by each of the protocols that it takes.
class VictoriaLogsTest {

  private Identity identity;
  private VictoriaLogs server;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    identity = Identity.make(folder, "server");
    server = VictoriaLogs.start(folder, identity);
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  private Sending to(SinkType type, String address) {
    return new Sending(
        new SinkSpec(
            "soc",
            type,
            Map.of(SinkSpec.ADDRESS, address),
            type == SinkType.DATADOG ? "key" : null));
  }

  private static List<List<String>> expected(
      List<Outgoing> events, Function<Outgoing, List<String>> read) {
    return events.stream().map(read).sorted(VictoriaLogsTest::compare).toList();
  }

  private static List<List<String>> arrived(List<JsonNode> rows, String... fields) {
    return rows.stream()
        .map(row -> Stream.of(fields).map(field -> read(row, field)).toList())
        .sorted(VictoriaLogsTest::compare)
        .toList();
  }

  /// It leaves out the last zeros of a time.
  private static String read(JsonNode row, String field) {
    String text = row.path(field).asText();
    return field.equals("_time") ? Instant.parse(text).toString() : text;
  }

  private static int compare(List<String> one, List<String> other) {
    return one.toString().compareTo(other.toString());
  }

  @Test
  void loki_has_every_event_at_its_time_with_what_tells_it() throws Exception {
    everyEventArrives(to(SinkType.LOKI, server.uri("/insert")), "uid", "_msg", "time");
  }

  @Test
  void otlp_has_every_event() throws Exception {
    everyEventArrives(
        to(SinkType.OTLP, server.uri("/insert/opentelemetry")), "log.record.uid", "_msg", "_time");
  }

  /// Its key, its text and its time stand in these fields.
  private void everyEventArrives(Sending sending, String... fields) throws Exception {
    List<StoredEvent> events = HostileEvents.all();
    sending.deliver(events);
    assertEquals(
        expected(
            sending.outgoing(events),
            event -> List.of(event.key(), event.text(), event.time().toString())),
        arrived(server.rows("*", events.size()), fields));
  }

  @Test
  void datadog_has_every_event_but_those_that_it_would_cut() throws Exception {
    Sending sending = to(SinkType.DATADOG, server.uri("/insert/datadog"));
    List<StoredEvent> events = HostileEvents.all();
    List<Outcome> outcomes = sending.outcomes(events);
    List<StoredEvent> lost =
        events.stream()
            .filter(event -> outcomes.get(events.indexOf(event)) != Outcome.DELIVERED)
            .toList();
    assertEquals(List.of("one-megabyte"), lost.stream().map(one -> one.event().uid()).toList());
    List<StoredEvent> sent = events.stream().filter(event -> !lost.contains(event)).toList();
    assertEquals(
        expected(sending.outgoing(sent), event -> List.of(event.key(), event.text())),
        arrived(server.rows("*", sent.size()), "tapevault.uid", "_msg"));
  }

  @Test
  void syslog_over_tls_has_every_message() throws Exception {
    Sending sending = syslog(Format.RAW, "1048576");
    List<StoredEvent> events = HostileEvents.all();
    sending.deliver(events);
    assertEquals(
        expected(sending.outgoing(events), event -> List.of(event.key(), event.line())),
        arrived(server.rows("*", events.size()), "tapevault@32473.key", "_msg"));
  }

  @Test
  void cef_is_read_as_what_it_says() throws Exception {
    Sending sending = syslog(Format.CEF, "65536");
    List<StoredEvent> events = new ArrayList<>(HostileEvents.all());
    events.add(HostileEvents.user("bars", "a|b\\c=d|"));
    sending.deliver(events);
    List<JsonNode> rows = server.rows("*", events.size());
    assertEquals(
        sending.outgoing(events).stream()
            .map(event ->
                List.of(
                    event.stored().event().type(),
                    shortened(event.stored().event().identity()),
                    Long.toString(event.time().toEpochMilli())))
            .sorted(VictoriaLogsTest::compare)
            .toList(),
        arrived(rows, "cef.name", "cef.extension.externalId", "cef.extension.rt"));
    assertEquals(
        List.of(List.of("a|b\\c=d|")),
        arrived(
            rows.stream()
                .filter(row -> row.path("cef.extension.externalId").asText().equals("bars"))
                .toList(),
            "cef.extension.suser"));
  }

  /// CEF's dictionary allows 40 characters.
  private static String shortened(String id) {
    return id.length() <= 40 ? id : id.substring(0, 39) + "…";
  }

  private Sending syslog(Format format, String frame) throws Exception {
    return Sending.syslog(server.syslog(), identity, format, Map.of("frame", frame));
  }
}
