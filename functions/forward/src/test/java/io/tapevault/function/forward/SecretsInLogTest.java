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

  private void deliver(FaultySiem siem, int status) throws IOException {
    SinkSpec spec =
        new SinkSpec(
            "soc",
            SinkType.SPLUNK_HEC,
            Map.of(
                SinkSpec.ADDRESS,
                siem.uri().resolve("/" + IN_ADDRESS + "?key=" + IN_ADDRESS).toString(),
                SinkSpec.ALLOW,
                "127.0.0.1"),
            TOKEN);
    List<AuditEvent> events =
        List.of(
            Events.command(Events.session(status), 0, Events.NOON),
            Events.command(Events.session(status), 1, Events.NOON));
    log.append(events);
    siem.answer((request, connection) ->
        // One of two is taken, so that the other is parked where it is refused.
        (request.body().contains("\"ei\":0") && !request.body().contains("\"ei\":1")
                ? Answer.saying(200, "{\"text\":\"Success\",\"code\":0}")
                : repeating(status))
            .to(request, connection));
    DeliverHandler handler =
        new DeliverHandler(
            log,
            new Deliver("soc", Sinks.open(spec, CLOCK), parking, Rules.RAW),
            new DeliverHandler.Books(
                accounts,
                SinkHealth.of("soc", new SinkHealth.Books(register, log), CLOCK, () -> false),
                SinkMetrics.IN_THE_LOG),
            (pause, receipts) -> {});
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
        + parking.parked(Events.NOON.atZone(java.time.ZoneOffset.UTC).toLocalDate(), 100)
        + accounts.read("soc", Events.NOON, Events.NOON.plusSeconds(3600));
  }

  @Test
  void a_secret_that_is_repeated_is_told_nowhere() throws IOException {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream seen = new PrintStream(said, true, UTF_8);
    System.setOut(seen);
    System.setErr(seen);
    try (FaultySiem siem = FaultySiem.start(Answer.status(500))) {
      for (int status : new int[] {200, 302, 400, 401, 403, 500, 503}) {
        deliver(siem, status);
      }
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
    String all = said.toString(UTF_8) + everything();
    for (String told :
        List.of("CloudWatchMetrics", "takes nothing now", "tapevault.sink.down", "Parked")) {
      assertTrue(all.contains(told), () -> told + " is not among " + all);
    }
    for (String secret : List.of(TOKEN, IN_ADDRESS)) {
      for (int i = 0; i + 10 <= secret.length(); i++) {
        String part = secret.substring(i, i + 10);
        assertEquals(-1, all.indexOf(part), part);
      }
    }
  }
}
