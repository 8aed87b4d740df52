package io.tapevault.http.door;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventQuery;
import io.tapevault.event.Ingest;
import io.tapevault.event.Refused;
import io.tapevault.event.StoredEvent;
import io.tapevault.http.Front;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.HttpResponse;
import io.tapevault.http.door.every.Doors;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.FaultyEventLog;
import io.tapevault.testkit.memory.MemoryEventLog;
import io.tapevault.testkit.memory.MemoryParking;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// All doors of one machine, with nothing behind them at first.
final class OpenHouse {

  static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
  private static final InstantSource CLOCK = InstantSource.fixed(NOW);

  final FaultyEventLog log = new FaultyEventLog(new MemoryEventLog(CLOCK, Retention.DEFAULT));
  private final MemoryParking parking = new MemoryParking(CLOCK, Retention.DEFAULT);
  private final Front front =
      Front.of(
          DoorRoutes.local(new Ingest(log, parking), CLOCK, Doors.all(() -> 10_000, CLOCK)),
          256 << 20);

  /// `200 {…}`.
  String post(String path, String body) throws IOException {
    return post(path, body.getBytes(UTF_8), Map.of());
  }

  String post(String path, byte[] body, Map<String, String> headers) throws IOException {
    return said(request("POST", path, Map.of(), body, headers));
  }

  static HttpRequest request(
      String method,
      String path,
      Map<String, List<String>> query,
      byte[] body,
      Map<String, String> headers) {
    return new HttpRequest(method, path, query, headers, new ByteArrayInputStream(body), "r-1");
  }

  String said(HttpRequest request) throws IOException {
    HttpResponse response = front.handle(request);
    return response.status() + " " + new String(body(response), UTF_8);
  }

  HttpResponse handle(HttpRequest request) {
    return front.handle(request);
  }

  static byte[] body(HttpResponse response) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    response.content().writeTo(body);
    response.content().close();
    return body.toByteArray();
  }

  List<AuditEvent> events() {
    EventQuery all = new EventQuery(Instant.MIN, Instant.MAX, Set.of(), EventQuery.Order.ASCENDING);
    return log.search(all, null, 100_000).events().stream().map(StoredEvent::event).toList();
  }

  List<Refused> parked() {
    return parking.parked(LocalDate.ofInstant(NOW, ZoneOffset.UTC), 10_000);
  }
}
