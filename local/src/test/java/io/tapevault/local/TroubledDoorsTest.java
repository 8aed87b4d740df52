package io.tapevault.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.tapevault.event.EventQuery;
import io.tapevault.event.Ingest;
import io.tapevault.http.Front;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.HttpResponse;
import io.tapevault.http.door.DoorRoutes;
import io.tapevault.http.door.every.Doors;
import io.tapevault.local.http.HttpFront;
import io.tapevault.local.http.LoopbackGuard;
import io.tapevault.local.http.Scratch;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.FaultyEventLog;
import io.tapevault.testkit.memory.MemoryEventLog;
import io.tapevault.testkit.memory.MemoryParking;
import io.tapevault.web.Site;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What clients that others wrote do with what our doors say while the log is in trouble: which
/// send again, and which lose what they have. docs/reference/doors.md says so.
final class TroubledDoorsTest {

  private static final List<String> ONE = List.of(Shipped.EVENTS.getFirst());
  private static final EventQuery ALL =
      new EventQuery(Instant.MIN, Instant.MAX, Set.of(), EventQuery.Order.ASCENDING);

  @TempDir private Path folder;
  private final FaultyEventLog log =
      new FaultyEventLog(new MemoryEventLog(InstantSource.system(), Retention.DEFAULT));
  private final List<Integer> answers = Collections.synchronizedList(new ArrayList<>());
  private HttpFront front;

  @BeforeEach
  void start() throws Exception {
    InstantSource clock = InstantSource.system();
    MemoryParking parking = new MemoryParking(clock, Retention.DEFAULT);
    Front doors =
        Front.of(
            DoorRoutes.local(new Ingest(log, parking), clock, Doors.all(() -> 10_000, clock)),
            256 << 20);
    front = HttpFront.bind(0);
    front.serve(
        request -> noted(doors, request),
        new Site(Site.Vault.LOCAL, "test"),
        LoopbackGuard.open(),
        Scratch.in(folder));
  }

  private HttpResponse noted(Front doors, HttpRequest request) {
    HttpResponse response = doors.handle(request);
    answers.add(response.status());
    return response;
  }

  @AfterEach
  void stop() {
    front.close();
  }

  private int stored() {
    return log.search(ALL, null, 10).events().size();
  }

  private URI at(String path) {
    return URI.create(front.uri() + path);
  }

  @ParameterizedTest
  @CsvSource({"otlp-json", "otlp-protobuf"})
  void opentelemetry_for_node_sends_again_what_is_then_there_once(String name) throws Exception {
    log.failingAfterPersisting();
    assertEquals("sent", new NodeShipper(name, at("/v1/logs"), "t").send(ONE));
    assertEquals(List.of(503, 200), answers);
    assertEquals(1, stored());
  }

  @Test
  void opentelemetry_for_java_sends_again_what_is_then_there_once() throws Exception {
    log.failingAfterPersisting();
    try (OtlpHttpLogRecordExporter exporter =
        OtlpHttpLogRecordExporter.builder().setEndpoint(at("/v1/logs").toString()).build()) {
      assertTrue(
          exporter.export(JavaShippersTest.records(ONE)).join(60, TimeUnit.SECONDS).isSuccess());
    }
    assertEquals(List.of(503, 200), answers);
    assertEquals(1, stored());
  }

  /// Whatever its `maxRetries`, it repeats nothing that was answered.
  @Test
  void splunk_logging_tells_its_caller_that_it_lost_what_it_had() throws Exception {
    log.failing();
    String said = new NodeShipper("splunk-logging-again", at(""), "t").send(ONE);
    assertTrue(said.startsWith("lost: "), said);
    assertTrue(said.contains("Server is busy"), said);
    assertEquals(List.of(503), answers);
    assertEquals(0, stored());
  }
}
