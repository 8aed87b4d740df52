package io.tapevault.lambda;

import static io.tapevault.lambda.Envelopes.inserts;
import static io.tapevault.lambda.Envelopes.json;
import static io.tapevault.lambda.Envelopes.record;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.partitioningBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import io.tapevault.event.EventKey;
import io.tapevault.event.NotPermitted;
import io.tapevault.event.Placement;
import io.tapevault.event.Unavailable;
import io.tapevault.forwarding.Forward;
import io.tapevault.forwarding.NoticeQueue;
import io.tapevault.json.Malformed;
import io.tapevault.testkit.memory.MemoryNoticeQueue;
import io.tapevault.testkit.memory.MemoryUnsentNotices;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ForwardHandlerTest {

  private static final List<EventKey> KEYS =
      LongStream.range(0, 1001).mapToObj(i -> new EventKey("s" + i % 7 + "é\"", i)).toList();

  private final NoticeQueue down = new MemoryNoticeQueue("down").failing(new Unavailable("down"));
  private final NoticeQueue denied =
      new MemoryNoticeQueue("denied").failing(new NotPermitted("sqs:SendMessage", "denied"));
  private final MemoryUnsentNotices unsent = new MemoryUnsentNotices();
  private final MemoryNoticeQueue first = new MemoryNoticeQueue();
  private final MemoryNoticeQueue second = new MemoryNoticeQueue();

  private List<String> handle(InputStream in, NoticeQueue... queues) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new ForwardHandler(new Forward(List.of(queues), unsent))
        .handle(in, out, new Invocation("request", () -> true));
    return Envelopes.streamFailures(out);
  }

  @Test
  void every_queue_gets_notice_of_every_event_in_order() throws IOException {
    assertEquals(List.of(), handle(json(inserts(KEYS)), first, second));
    assertEquals(
        List.of(bySession(KEYS), bySession(KEYS)),
        List.of(bySession(first.sent()), bySession(second.sent())));
  }

  @Test
  void neighbours_that_come_from_the_stream_in_another_order_are_sent_in_their_own()
      throws IOException {
    List<EventKey> keys =
        List.of(
            new EventKey("timed", Placement.DERIVED + 9),
            new EventKey("timed", Placement.DERIVED + 3),
            new EventKey("timed", 0),
            new EventKey("timed", 7),
            new EventKey("timed", 6),
            new EventKey("other", 2),
            new EventKey("other", 1),
            new EventKey("other", Placement.DERIVED + 9),
            new EventKey("other", Placement.DERIVED + 3));
    List<@Nullable String> times =
        Arrays.asList("05", "02", "01", "03", "03", "01", "02", null, null);
    DynamodbEvent stream = inserts(keys);
    for (int i = 0; i < keys.size(); i++) {
      String second = times.get(i);
      if (second != null) {
        AttributeValue time = new AttributeValue("2026-03-01T12:00:" + second + "Z");
        Map<String, AttributeValue> fields = Map.of("time", time);
        Map<String, AttributeValue> image = stream.getRecords().get(i).getDynamodb().getNewImage();
        stream
            .getRecords()
            .get(i)
            .getDynamodb()
            .setNewImage(
                Map.of(
                    "EventType", image.get("EventType"),
                    "FieldsMap", new AttributeValue().withM(fields)));
      }
    }
    assertEquals(List.of(), handle(json(stream), first));
    assertEquals(
        Map.of(
            "timed",
            List.of(keys.get(2), keys.get(1), keys.get(4), keys.get(3), keys.get(0)),
            "other",
            List.of(keys.get(6), keys.get(5), keys.get(7), keys.get(8))),
        bySession(first.sent()));
  }

  private static Map<String, List<EventKey>> bySession(List<EventKey> keys) {
    return keys.stream().collect(groupingBy(EventKey::session));
  }

  @Test
  void the_sample_brings_two_events() throws IOException {
    assertEquals(List.of(), handle(Envelopes.sample("dynamodb-stream.json"), first));
    String session = "8c1f6f0e-52a4-4d0b-9f0b-6f1a3a0c7d21";
    assertEquals(
        List.of(new EventKey(session, 0), new EventKey(session, 4503599627370497L)), first.sent());
  }

  @Test
  void what_was_deleted_is_no_event() throws IOException {
    EventKey key = new EventKey("s", 1);
    var changes = List.of(record("REMOVE", key, "1"), record("REMOVE", key, "2"));
    assertEquals(List.of(), handle(json(Envelopes.stream(changes)), down));
  }

  @Test
  void when_a_queue_fails_the_others_get_notice_and_all_comes_again() throws IOException {
    assertEquals(List.of("100"), handle(json(inserts(KEYS)), first, down, second));
    assertEquals(
        List.of(bySession(KEYS), bySession(KEYS)),
        List.of(bySession(first.sent()), bySession(second.sent())));
  }

  @Test
  void a_queue_that_is_missing_or_denied_stops_neither_the_stream_nor_the_others()
      throws IOException {
    assertEquals(List.of(), handle(json(inserts(KEYS)), first, denied, second));
    assertEquals(
        List.of(bySession(KEYS), bySession(KEYS)),
        List.of(bySession(first.sent()), bySession(second.sent())));
    assertEquals(bySession(KEYS), bySession(unsent.kept("denied")));
  }

  @Test
  void a_shard_that_splits_keeps_the_order_of_a_session() throws IOException {
    // AWS reads a shard to its end before its children, and a session lies in one of them.
    List<EventKey> parent = KEYS.subList(0, 600);
    first.failing(new Unavailable("away"));
    assertEquals(List.of("100"), handle(json(inserts(parent.subList(0, 300))), first));
    first.failing(null);
    for (int from = 0; from < parent.size(); from += 300) {
      assertEquals(List.of(), handle(json(inserts(parent.subList(from, from + 300))), first));
    }
    Map<Boolean, List<EventKey>> children =
        KEYS.subList(600, KEYS.size()).stream()
            .collect(partitioningBy(key -> key.session().compareTo("s4") < 0));
    for (int from = 0; from < 400; from += 50) {
      for (List<EventKey> child : children.values()) {
        List<EventKey> some =
            child.subList(Math.min(from, child.size()), Math.min(from + 50, child.size()));
        assertEquals(List.of(), some.isEmpty() ? List.of() : handle(json(inserts(some)), first));
      }
    }
    assertEquals(bySession(KEYS), bySession(first.sent()));
  }

  @Test
  void what_is_no_stream_event_fails() {
    assertThrows(Malformed.class, () -> handle(new ByteArrayInputStream(new byte[] {'{'}), first));
  }
}
