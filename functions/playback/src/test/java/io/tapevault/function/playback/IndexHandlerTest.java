package io.tapevault.function.playback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import io.tapevault.event.EventQuery.Order;
import io.tapevault.event.Unavailable;
import io.tapevault.lambda.IndexHandler;
import io.tapevault.lambda.Invocation;
import io.tapevault.recording.ObjectKey;
import io.tapevault.recording.SessionId;
import io.tapevault.search.ExportJob;
import io.tapevault.session.Index;
import io.tapevault.session.Sweep;
import io.tapevault.session.Sweep.Done;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.FaultyEventLog;
import io.tapevault.testkit.memory.MemoryEventLog;
import io.tapevault.testkit.memory.MemoryObjectStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.joda.time.DateTime;
import org.junit.jupiter.api.Test;

/// What the bucket's queue brings is indexed; what it never brought is found.
final class IndexHandlerTest {

  private static final Instant NOW = Instant.parse("2026-11-22T15:00:00Z");
  private static final InstantSource CLOCK = InstantSource.fixed(NOW);

  private final MemoryEventLog log = new MemoryEventLog(CLOCK, Retention.DEFAULT);
  private final MemoryObjectStore store = new MemoryObjectStore(CLOCK);
  private final Index index = new Index(store, log);
  private final List<ExportJob> turns = new ArrayList<>();
  private final IndexHandler handler = handler(index);

  private IndexHandler handler(Index used) {
    return new IndexHandler(used, new Sweep(store, used), (job, timeLeft) -> turns.add(job), CLOCK);
  }

  private static final Invocation INVOCATION = new Invocation("request", () -> true);

  private boolean isIndexed(SessionId sid) throws IOException {
    return index.summary(sid, store.find(new ObjectKey.Recording(sid)).orElseThrow()).isPresent();
  }

  /// Small, and no recording: `unreadable` is a verdict too.
  private void store(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      Recorded.store(store, new SessionId("s" + i), new byte[] {1});
    }
  }

  private Set<SessionId> indexed(int count) throws IOException {
    Set<SessionId> indexed = new HashSet<>();
    for (int i = 0; i < count; i++) {
      SessionId sid = new SessionId("s" + i);
      if (isIndexed(sid)) {
        indexed.add(sid);
      }
    }
    return indexed;
  }

  @Test
  void the_sample_of_the_queue_indexes_its_recording_and_finds_another() throws IOException {
    Recorded.store(store, Recorded.TARBALL, Recorded.bytes(Recorded.TARBALL));
    Recorded.store(store, Recorded.STREAM, Recorded.bytes(Recorded.STREAM));
    Path sample =
        Path.of(
            System.getProperty("tapevault.root", "../.."),
            "events-samples/envelopes/sqs-recordings.json");
    handler.handle(new ByteArrayInputStream(Files.readAllBytes(sample)), INVOCATION);
    for (SessionId sid : List.of(Recorded.TARBALL, Recorded.STREAM)) {
      assertTrue(isIndexed(sid), sid::toString);
      assertEquals(1, log.session(sid.value(), Order.ASCENDING, null, 10).events().size());
    }
  }

  @Test
  void a_scheduled_event_in_the_words_of_aws_is_a_sweep() throws IOException {
    store(3);
    ScheduledEvent event = new ScheduledEvent();
    event.setId("e1b7d0c4-2a93-4c58-8f06-9d3a5b7c1e20");
    event.setDetailType("Scheduled Event");
    event.setSource("aws.events");
    event.setTime(new DateTime(NOW.toEpochMilli()));
    event.setDetail(Map.of());
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    serialize(ScheduledEvent.class, event, body);
    handler.handle(queue(body.toString(UTF_8)), INVOCATION);
    assertEquals(3, indexed(3).size());
  }

  @Test
  void an_export_in_the_queue_has_its_turn() throws IOException {
    handler.handle(
        queue(
            "{\"detail-type\":\"Export\",\"detail\":{\"name\":\"n\",\"query\":\"q\",\"after\":\"a\","
                + "\"turn\":3}}"),
        INVOCATION);
    assertEquals(List.of(new ExportJob("n", "q", "a", 3)), turns);
  }

  @Test
  void a_recording_that_cannot_be_indexed_now_comes_again() throws IOException {
    Recorded.store(store, Recorded.TARBALL, Recorded.bytes(Recorded.TARBALL));
    IndexHandler unlucky = handler(new Index(store, new FaultyEventLog(log).failing()));
    String notice =
        "{\"detail-type\":\"Object Created\",\"detail\":{\"object\":{\"key\":\"recordings/"
            + Recorded.TARBALL
            + ".tar\"}}}";
    assertThrows(Unavailable.class, () -> unlucky.handle(queue(notice), INVOCATION));
    handler.handle(queue(notice), INVOCATION);
    assertTrue(isIndexed(Recorded.TARBALL));
  }

  @Test
  void a_recording_that_fails_costs_no_other_its_turn() throws IOException {
    store(5);
    List<SessionId> failed = new ArrayList<>();
    Sweep sweep = new Sweep(store, new Index(store, new FaultyEventLog(log).failing()));
    Done done = sweep.run(NOW, () -> true, (one, _) -> failed.add(one.sid()));
    assertEquals(new Done(5, 5, failed.size(), true), done);
    assertEquals(List.of(new SessionId("s0")), failed);
    assertEquals(4, indexed(5).size());
  }

  @Test
  void a_sweep_ends_when_the_time_does_and_the_next_one_goes_on() throws IOException {
    store(10);
    int[] left = {4};
    Sweep sweep = new Sweep(store, index);
    assertEquals(new Done(4, 4, 0, false), sweep.run(NOW, () -> left[0]-- > 0, (_, _) -> {}));
    assertEquals(4, indexed(10).size());
    assertEquals(new Done(10, 10, 0, true), sweep.run(NOW, () -> true, (_, _) -> {}));
    assertEquals(10, indexed(10).size());
  }

  @Test
  void old_recordings_are_each_looked_at_within_a_day() throws IOException {
    store(200);
    Sweep sweep = new Sweep(store, index);
    Instant later = NOW.plus(Duration.ofDays(30));
    int looked = 0;
    for (int hour = 0; hour < 24; hour++) {
      Done done = sweep.run(later.plus(Duration.ofHours(hour)), () -> true, (_, _) -> {});
      assertEquals(200, done.listed());
      looked += done.lookedAt();
    }
    assertEquals(200, looked);
    assertEquals(
        IntStream.range(0, 200).mapToObj(i -> new SessionId("s" + i)).collect(Collectors.toSet()),
        indexed(200));
  }

  private static InputStream queue(String body) {
    SQSMessage message = new SQSMessage();
    message.setMessageId("1");
    message.setReceiptHandle("handle");
    message.setBody(body);
    message.setAttributes(Map.of("ApproximateReceiveCount", "1", "SentTimestamp", "1795359600114"));
    SQSEvent event = new SQSEvent();
    event.setRecords(List.of(message));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    serialize(SQSEvent.class, event, out);
    return new ByteArrayInputStream(out.toByteArray());
  }

  private static <T> void serialize(Class<T> type, T event, ByteArrayOutputStream out) {
    LambdaEventSerializers.serializerFor(type, IndexHandlerTest.class.getClassLoader())
        .toJson(event, out);
  }
}
