package io.tapevault.lambda;

import static io.tapevault.testkit.contract.Events.NOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import io.tapevault.catalogue.Cataloguing;
import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventKey;
import io.tapevault.forwarding.QueueMessages;
import io.tapevault.json.Malformed;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.Events;
import io.tapevault.testkit.memory.MemoryCatalogue;
import io.tapevault.testkit.memory.MemoryEventLog;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

final class CatalogueHandlerTest {

  private static final InstantSource CLOCK = InstantSource.fixed(NOON);

  private final MemoryEventLog log = new MemoryEventLog(CLOCK, Retention.DEFAULT);
  private final MemoryCatalogue catalogue = new MemoryCatalogue(CLOCK, Retention.DEFAULT);
  private BooleanSupplier timeLeft = () -> true;

  private EventKey start(String sid) {
    return append("{\"event\":\"session.start\",\"sid\":\"%s\",\"ei\":0}".formatted(sid));
  }

  private EventKey append(String json) {
    AuditEvent event = Events.event(json);
    log.append(List.of(event));
    return event.key();
  }

  private List<String> handle(SQSMessage... messages) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new CatalogueHandler(log, new Cataloguing(log, catalogue, CLOCK))
        .handle(
            Envelopes.json(Envelopes.queue(List.of(messages))),
            out,
            new Invocation("request", () -> timeLeft.getAsBoolean()));
    return Envelopes.queueFailures(out);
  }

  private static SQSMessage notice(String id, EventKey... keys) {
    return Envelopes.message(id, QueueMessages.write(List.of(keys)).getFirst());
  }

  @Test
  void whatever_tells_of_a_session_lists_it() throws Exception {
    assertEquals(List.of(), handle(notice("m", start("s1"), start("s2"))));
    assertTrue(catalogue.find("s1").isPresent());
    assertTrue(catalogue.find("s2").isPresent());
  }

  @Test
  void what_tells_nothing_of_a_session_lists_none() throws Exception {
    EventKey command = append("{\"event\":\"session.command\",\"sid\":\"s1\",\"ei\":1}");
    assertEquals(List.of(), handle(notice("m", command, new EventKey("gone", 7))));
    assertTrue(catalogue.find("s1").isEmpty());
  }

  private String asked(String event) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new CatalogueHandler(log, new Cataloguing(log, catalogue, CLOCK))
        .handle(
            new ByteArrayInputStream(event.getBytes(UTF_8)),
            out,
            new Invocation("request", () -> timeLeft.getAsBoolean()));
    return out.toString(UTF_8);
  }

  @Test
  void what_was_stored_before_there_was_a_list_is_listed_when_an_operator_asks() throws Exception {
    start("s1");
    start("s2");
    String to = NOON.plusSeconds(60).toString();
    String event = "{\"from\":\"2026-01-01T00:00:00Z\",\"to\":\"" + to + "\"}";
    int[] times = {0};
    timeLeft = () -> times[0]++ == 0;
    String first = asked(event);
    assertTrue(first.startsWith("{\"done\":false,\"listed_until\":\"2"), first);
    assertTrue(catalogue.find("s1").isPresent() && catalogue.find("s2").isEmpty());
    timeLeft = () -> true;
    assertEquals("{\"done\":true,\"listed_until\":\"" + to + "\"}", asked(event));
    assertTrue(catalogue.find("s2").isPresent());
    for (String bad : List.of("{\"from\":\"yesterday\"}", "{\"from\":\"" + to + "\"}")) {
      assertThrows(Malformed.class, () -> asked(bad), bad);
    }
  }

  @Test
  void a_message_that_nobody_can_read_stops_no_other() throws Exception {
    assertEquals(
        List.of("bad"), handle(Envelopes.message("bad", "{"), notice("good", start("s1"))));
    assertTrue(catalogue.find("s1").isPresent());
  }

  @Test
  void what_no_time_is_left_for_comes_again() throws Exception {
    EventKey first = start("s1");
    EventKey second = start("s2");
    int[] asked = {0};
    timeLeft = () -> asked[0]++ == 0;
    assertEquals(List.of("late"), handle(notice("m", first), notice("late", second)));
    assertTrue(catalogue.find("s2").isEmpty());
  }
}
