package io.tapevault.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.aws.AwsClients;
import io.tapevault.aws.dynamodb.DynamoDbEventLog;
import io.tapevault.aws.dynamodb.DynamoDbLocal;
import io.tapevault.aws.dynamodb.table.EventsTable;
import io.tapevault.aws.dynamodb.table.EventsUri;
import io.tapevault.event.Ingest;
import io.tapevault.http.Front;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.HttpResponse;
import io.tapevault.http.door.DoorRoutes;
import io.tapevault.http.door.every.Doors;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.memory.MemoryLargeEvents;
import io.tapevault.testkit.memory.MemoryParking;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// How long a request of 1, 25, 100 and 1,000 new events takes, from its body to its answer,
/// against a loop of bare `putItem` from one thread at the same: medians, turn by turn. Once at
/// DynamoDB Local itself, in this very process, and once at the same when it is as far away as
/// DynamoDB is: both go through a port that hands on what it gets 2.5 ms later, in either
/// direction.
final class WarmIngest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final String TABLE = "events";
  private static final Duration ONE_WAY = Duration.ofNanos(2_500_000);
  private static final int WARM = 300;
  private static final int ROUNDS = 101;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private static int number;

  private final Front front;
  private final DynamoDbClient bare;

  private WarmIngest(Front front, DynamoDbClient bare) {
    this.front = front;
    this.bare = bare;
  }

  static void main() throws Exception {
    DynamoDbLocal.useAnyCredentials();
    try (DynamoDbLocal local = DynamoDbLocal.start();
        FarFront far = new FarFront(local.endpoint(), ONE_WAY)) {
      System.out.println("at DynamoDB Local, in this process:");
      boolean near = measured(local.endpoint());
      System.out.println("at the same, 5 ms away and back:");
      boolean held = measured(far.uri());
      System.out.println(
          (near ? "held near" : "NOT HELD near")
              + (held ? ", held far" : ", NOT HELD far")
              + ": 1.3 of one put, 5 times by 100");
      System.exit(held ? 0 : 1);
    }
  }

  private static boolean measured(URI endpoint) throws Exception {
    String uri = "dynamodb://" + TABLE + "?region=us-east-1&endpoint=" + endpoint;
    try (EventsTable table = EventsTable.open(EventsUri.parse(URI.create(uri), null));
        SdkHttpClient http = AwsClients.newHttp();
        DynamoDbClient bare =
            DynamoDbClient.builder()
                .region(Region.US_EAST_1)
                .endpointOverride(endpoint)
                .httpClient(http)
                .build()) {
      InstantSource clock = InstantSource.system();
      Ingest ingest =
          new Ingest(
              new DynamoDbEventLog(table, new MemoryLargeEvents(), Retention.DEFAULT, clock),
              new MemoryParking(clock, Retention.DEFAULT));
      return new WarmIngest(
              Front.of(DoorRoutes.of(ingest, clock, Doors.all(() -> 10_000, clock)), 256L << 20),
              bare)
          .holds();
    }
  }

  private boolean holds() throws IOException {
    post(1);
    for (int i = 0; i < WARM; i++) {
      post(1 + i % 30);
      put();
    }
    boolean held = true;
    for (int events : List.of(1, 25, 100, 1_000)) {
      int rounds = events == 1_000 ? ROUNDS / 5 : ROUNDS;
      long[] posts = new long[rounds];
      long[] puts = new long[rounds];
      long postsCpu = 0;
      long emulatorCpu = 0;
      for (int i = 0; i < rounds; i++) {
        Cpu before = Cpu.now();
        posts[i] = post(events);
        Cpu after = Cpu.now();
        emulatorCpu += after.emulator() - before.emulator();
        postsCpu += after.others() - before.others();
        puts[i] =
            LongStream.range(0, Math.min(events, 25)).map(n -> put()).sum() / Math.min(events, 25);
      }
      double each = median(posts) / 1e3 / events;
      double put = median(puts) / 1e3;
      System.out.printf(
          "%,5d events: %,9.0f µs, %,7.0f an event; bare putItem %,7.0f: %.2f of it, %.1f times"
              + " the events a second; CPU of the emulator %,.0f µs an event, all other %,.0f%n",
          events,
          median(posts) / 1e3,
          each,
          put,
          each / put,
          put / each,
          emulatorCpu / 1e3 / events / rounds,
          postsCpu / 1e3 / events / rounds);
      held &= (events != 1 || each / put <= 1.3) && (events != 100 || put / each >= 5);
    }
    return held;
  }

  /// Of the threads that DynamoDB Local works in, and of all others.
  private record Cpu(long emulator, long others) {

    static Cpu now() {
      return new Cpu(of(Cpu::isEmulators), of(name -> !isEmulators(name)));
    }

    private static boolean isEmulators(String thread) {
      return thread.startsWith("qtp") || thread.contains("SQLite");
    }

    private static long of(Predicate<String> threads) {
      return Arrays.stream(THREADS.getThreadInfo(THREADS.getAllThreadIds()))
          .filter(Objects::nonNull)
          .filter(thread -> threads.test(thread.getThreadName()))
          .mapToLong(thread -> Math.max(0, THREADS.getThreadCpuTime(thread.getThreadId())))
          .sum();
    }
  }

  private static long median(long[] nanos) {
    return LongStream.of(nanos).sorted().skip(nanos.length / 2).findFirst().orElseThrow();
  }

  private static String event(int one) {
    return """
    {"event":"session.command","code":"T4000I","time":"%s","uid":"%08d-0000-4000-8000-000000000000","user":"alice@example.com","login":"root","sid":"%08d-1111-4000-8000-000000000000","ei":%d,"server_id":"00000007-2222-4000-8000-000000000000","server_hostname":"web-7","addr.remote":"10.0.1.2:4711","cluster_name":"example.com","program":"ls","argv":["-l","/var/log"],"pid":2653}\
    """
        .formatted(NOON.plusMillis(one), one, one / 10, one % 10);
  }

  private long post(int events) throws IOException {
    String body =
        IntStream.range(0, events).mapToObj(i -> event(number++)).collect(Collectors.joining("\n"));
    HttpRequest request =
        new HttpRequest(
            "POST",
            "/v1/events",
            Map.of(),
            Map.of("content-type", "application/x-ndjson"),
            new ByteArrayInputStream(body.getBytes(UTF_8)),
            "r");
    long began = System.nanoTime();
    HttpResponse response = front.handle(request);
    response.content().writeTo(OutputStream.nullOutputStream());
    long took = System.nanoTime() - began;
    if (response.status() != 200) {
      throw new IOException("status " + response.status());
    }
    return took;
  }

  /// With the key and the index of the same table, and the event as one text.
  private long put() {
    int one = number++;
    Map<String, AttributeValue> item = new HashMap<>();
    item.put("SessionID", AttributeValue.fromS("bare-" + one / 10));
    item.put("EventIndex", AttributeValue.fromN(Integer.toString(one % 10)));
    item.put("CreatedAt", AttributeValue.fromN(Long.toString(NOON.getEpochSecond())));
    item.put("CreatedAtDate", AttributeValue.fromS("2026-03-01"));
    item.put("EventType", AttributeValue.fromS("session.command"));
    item.put("Fields", AttributeValue.fromS(event(one)));
    long began = System.nanoTime();
    bare.putItem(put -> put.tableName(TABLE).item(item));
    return System.nanoTime() - began;
  }
}
