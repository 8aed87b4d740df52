package io.tapevault.aws.dynamodb;

import static io.tapevault.testkit.contract.Events.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.event.Appended;
import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventLog;
import io.tapevault.event.EventQuery;
import io.tapevault.event.EventQuery.Order;
import io.tapevault.event.StoredEvent;
import io.tapevault.event.Unavailable;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.Events;
import io.tapevault.testkit.contract.MovableClock;
import io.tapevault.testkit.contract.Reading;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.SdkHttpClient;

/// A DynamoDB that fails in each way that a network and AWS can, before and after what was asked
/// for is done.
@OnDynamoDb
final class FaultyDynamoTest {

  private static final int EVENTS = 240;
  private static final List<String> PASSING =
      List.of(
          "ThrottlingException",
          "ProvisionedThroughputExceededException",
          "RequestLimitExceeded",
          "TransactionInProgressException");

  /// One in three goes wrong.
  private static final class Faulty extends BetweenUs {
    private final Random random;
    private final AtomicInteger faults = new AtomicInteger();

    Faulty(long seed) {
      this.random = new Random(seed);
    }

    @Override
    Answer answer(String action, String request, Dynamo dynamo) throws IOException {
      int fault = random.nextInt(18);
      if (fault < 6) {
        faults.incrementAndGet();
      }
      return switch (fault) {
        case 0 -> throw new IOException("reset before it was heard");
        case 1 -> {
          dynamo.answer();
          throw new IOException("reset after it was done");
        }
        case 2 -> {
          dynamo.answer();
          yield new Answer(500, "{\"__type\":\"x#InternalServerError\"}");
        }
        case 3 -> {
          String whole = dynamo.answer().body();
          yield new Answer(200, whole.substring(0, random.nextInt(whole.length())));
        }
        case 4 ->
            new Answer(
                400, "{\"__type\":\"x#" + PASSING.get(random.nextInt(PASSING.size())) + "\"}");
        case 5 -> new Answer(503, "<html>");
        default -> dynamo.answer();
      };
    }
  }

  private static EventLog log(SdkHttpClient http, String name) {
    return new DynamoDbEventLog(
        TestTables.table(http, name),
        new KeptInMemory(),
        Retention.DEFAULT,
        new MovableClock(NOON),
        TestTables.NO_HURRY);
  }

  @ParameterizedTest
  @ValueSource(longs = {20261127, 2, 3})
  void nothing_is_lost_and_nothing_is_there_twice(long seed) {
    String name = TestTables.emptyName();
    Faulty faulty = new Faulty(seed);
    EventLog log = log(faulty, name);
    List<AuditEvent> events = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      events.add(
          i % 2 == 0
              ? Events.login(i, NOON.plusSeconds(i))
              : Events.command(Events.session(i % 20), i, NOON.plusSeconds(i)));
    }
    for (int from = 0; from < EVENTS; from += 60) {
      List<AuditEvent> some = events.subList(from, from + 60);
      List<Appended> appended = untilItIs(() -> log.append(some));
      for (int i = 0; i < some.size(); i++) {
        // One of which the answer was lost is a duplicate of itself, in its own place.
        assertEquals(some.get(i).key(), appended.get(i).key());
      }
    }
    EventQuery all =
        new EventQuery(
            NOON.minusSeconds(9), NOON.plus(Duration.ofHours(9)), Set.of(), Order.ASCENDING);
    EventLog well = log(TestTables.http(), name);
    List<StoredEvent> stored = Reading.all(well, all, 100);
    assertEquals(Events.stored(events), stored);
    List<StoredEvent> found =
        untilItIs(() -> log.find(events.stream().map(AuditEvent::key).toList()));
    assertEquals(Events.stored(events), Events.canonical(found));
    assertTrue(faulty.faults.get() > 5, faulty.faults + " faults");
  }

  private static <T> T untilItIs(Supplier<T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return work.get();
      } catch (Unavailable e) {
        if (attempt == 20) {
          throw e;
        }
      }
    }
  }
}
