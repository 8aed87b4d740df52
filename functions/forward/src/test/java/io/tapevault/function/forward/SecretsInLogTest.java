package io.tapevault.function.forward;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.alarm.Register;
import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventQuery;
import io.tapevault.forwarding.Deliver;
import io.tapevault.forwarding.QueueMessages;
import io.tapevault.forwarding.Rules;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.forwarding.SinkType;
import io.tapevault.forwarding.health.SinkHealth;
import io.tapevault.json.Json;
import io.tapevault.lambda.DeliverHandler;
import io.tapevault.lambda.Invocation;
import io.tapevault.lambda.SinkMetrics;
import io.tapevault.settings.Retention;
import io.tapevault.siem.Sinks;
import io.tapevault.testkit.contract.Events;
import io.tapevault.testkit.memory.MemoryAccounts;
import io.tapevault.testkit.memory.MemoryEventLog;
import io.tapevault.testkit.memory.MemoryParking;
import io.tapevault.testkit.memory.MemoryRegister;
import io.tapevault.testkit.siem.Answer;
import io.tapevault.testkit.siem.FaultySiem;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// A SIEM that repeats everything that it was shown, at the function that delivers: no secret comes
/// into its log, its metrics, the state of the SIEM, the events that tell of it, the accounts or
/// what is parked.
class SecretsInLogTest {

  private static final InstantSource CLOCK = InstantSource.fixed(Events.NOON);
  private static final String TOKEN = "b2f1c1de-6f0a-4f2a-9d38-0a3f4a1f2c77";
  private static final String IN_ADDRESS = "k3y-in-the-addr3ss";

  private final MemoryEventLog log = new MemoryEventLog(CLOCK, Retention.DEFAULT);
  private final MemoryRegister register = new MemoryRegister(CLOCK);
  private final MemoryParking parking = new MemoryParking(CLOCK, Retention.DEFAULT);
  private final MemoryAccounts accounts = new MemoryAccounts(log);

  private static Answer repeating(int status) {
    return (request, connection) ->
        Answer.saying(status, "{\"text\":\"" + request.headers() + request.target() + "\"}")
            .to(request, connection);
  }

  private static SinkSpec spec(SinkType type, String address) {
    return new SinkSpec(
        "soc", type, Map.of(SinkSpec.ADDRESS, address, SinkSpec.ALLOW, "127.0.0.1"), TOKEN);
  }

  private DeliverHandler handler(SinkSpec spec) {
    return new DeliverHandler(
        log,
        new Deliver("soc", Sinks.open(spec, CLOCK), parking, Rules.RAW),
        new DeliverHandler.Books(
            accounts,
            SinkHealth.of("soc", new SinkHealth.Books(register, log), CLOCK, () -> false),
            SinkMetrics.IN_THE_LOG),
        (pause, receipts) -> {});
  }

  private void deliver(DeliverHandler handler, int session) throws IOException {
    List<AuditEvent> events =
        List.of(
            Events.command(Events.session(session), 0, Events.NOON),
            Events.command(Events.session(session), 1, Events.NOON));
    log.append(events);
    String body = QueueMessages.write(events.stream().map(AuditEvent::key).toList()).getFirst();
    byte[] message =
        Json.object(out -> {
          out.writeArrayFieldStart("Records");
          out.writeStartObject();
          out.writeStringField("messageId", "a");
          out.writeStringField("receiptHandle", "r");
          out.writeStringField("body", body);
          out.writeEndObject();
          out.writeEndArray();
        });
    handler.handle(
        new ByteArrayInputStream(message),
        new ByteArrayOutputStream(),
        new Invocation("request", () -> true));
  }

  private String everything() {
    return register.page(Register.Subject.SINKS, null, 100)
        + log.search(
                new EventQuery(
                    Events.NOON.minus(Duration.ofDays(1)),
                    Events.NOON.plus(Duration.ofDays(1)),
                    Set.of(),
                    EventQuery.Order.ASCENDING),
                null,
                100)
            .events()
            .toString()
        + parking.parked(Events.NOON.atZone(ZoneOffset.UTC).toLocalDate(), 100)
        + accounts.read("soc", Events.NOON, Events.NOON.plusSeconds(3600));
  }

  @Test
  void a_secret_that_is_repeated_is_told_nowhere() throws IOException {
    String all =
        logged(siem -> {
          String address = siem.uri().resolve("/" + IN_ADDRESS + "?key=" + IN_ADDRESS).toString();
          for (int status : new int[] {200, 302, 400, 401, 403, 500, 503}) {
            siem.answer(takingTheFirst(repeating(status)));
            deliver(handler(spec(SinkType.SPLUNK_HEC, address)), status);
          }
        });
    all += everything();
    String text = all;
    for (String told :
        List.of("CloudWatchMetrics", "takes nothing now", "tapevault.sink.down", "Parked")) {
      assertTrue(text.contains(told), () -> told + " is not among " + text);
    }
    for (String secret : List.of(TOKEN, IN_ADDRESS)) {
      for (int i = 0; i + 10 <= secret.length(); i++) {
        String part = secret.substring(i, i + 10);
        assertEquals(-1, text.indexOf(part), part);
      }
    }
  }

  @Test
  void what_a_siem_says_of_what_it_took_is_told_once() throws IOException {
    String all =
        logged(siem -> {
          siem.answer(
              Answer.saying(200, "{\"partialSuccess\":{\"errorMessage\":\"slow \\u001b down\"}}"));
          DeliverHandler handler = handler(spec(SinkType.OTLP, siem.uri().toString()));
          deliver(handler, 1);
          deliver(handler, 2);
        });
    String told = "the SIEM soc took events and says: it answers in JSON to protobuf: “slow down”";
    assertTrue(all.contains(told), all);
    assertEquals(all.indexOf(told), all.lastIndexOf(told), all);
  }

  private interface Deliveries {
    void to(FaultySiem siem) throws IOException;
  }

  /// What these deliveries write into the log.
  private static String logged(Deliveries deliveries) throws IOException {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream seen = new PrintStream(said, true, UTF_8);
    System.setOut(seen);
    System.setErr(seen);
    try (FaultySiem siem = FaultySiem.start(Answer.status(500))) {
      deliveries.to(siem);
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
    return said.toString(UTF_8);
  }

  /// One of two is taken, so that the other is parked where it is refused.
  private static Answer takingTheFirst(Answer other) {
    return (request, connection) ->
        (request.body().contains("\"ei\":0") && !request.body().contains("\"ei\":1")
                ? Answer.saying(200, "{\"text\":\"Success\",\"code\":0}")
                : other)
            .to(request, connection);
  }
}
