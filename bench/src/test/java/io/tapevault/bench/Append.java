package io.tapevault.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import io.tapevault.aws.dynamodb.DynamoDbEventLog;
import io.tapevault.aws.dynamodb.table.EventsTable;
import io.tapevault.aws.dynamodb.table.EventsUri;
import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventKey;
import io.tapevault.event.EventLog;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.Events;
import io.tapevault.testkit.memory.MemoryLargeEvents;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/// How much CPU an event costs on its way into DynamoDB and out of it, against AWS's own client:
/// bare `putItem`s of the same items, and a bare `batchGetItem` of the same keys. The answers come
/// from this process and cost next to nothing, so that it is the price of our side.
final class Append {

  private static final int ROUNDS = 7;
  private static final int BATCH = 100;
  private static final int BATCHES = 100;
  private static final String NAME = "events";
  private static final AwsCredentialsProvider ME =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("bench", "bench"));
  private static final Pattern ATTRIBUTE = Pattern.compile("'(\\w+)': \\?");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final Canned http = new Canned();
  private final EventLog log =
      new DynamoDbEventLog(
          EventsTable.open(
              EventsUri.parse(URI.create("dynamodb://" + NAME), "eu-central-1"), ME, http),
          new MemoryLargeEvents(),
          Retention.DEFAULT,
          InstantSource.system());
  private final DynamoDbClient sdk =
      DynamoDbClient.builder()
          .region(Region.EU_CENTRAL_1)
          .credentialsProvider(ME)
          .httpClient(http)
          .build();
  private final List<AuditEvent> events =
      IntStream.range(0, BATCH)
          .mapToObj(i ->
              i % 2 == 0
                  ? Events.login(i, Events.NOON)
                  : Events.command(Events.session(i % 10), i, Events.NOON))
          .toList();
  private final List<EventKey> keys = events.stream().map(AuditEvent::key).toList();

  private Append() {}

  static void main() throws IOException {
    new Append().run();
  }

  private void run() throws IOException {
    List<String> heard = Collections.synchronizedList(new ArrayList<>());
    http.heard = heard;
    log.append(events);
    http.found = found(heard);
    http.heard = null;
    KeysAndAttributes asked =
        KeysAndAttributes.builder().keys(keys.stream().map(Append::key).toList()).build();
    List<Map<String, AttributeValue>> items =
        sdk.batchGetItem(get -> get.requestItems(Map.of(NAME, asked))).responses().get(NAME);
    if (items == null || items.size() != BATCH || log.find(keys).size() != BATCH) {
      throw new IllegalStateException("not everything is found");
    }
    Map<String, IntConsumer> ways = new TreeMap<>();
    ways.put(
        "append 100, by AWS's putItem",
        i -> items.forEach(item -> sdk.putItem(put -> put.tableName(NAME).item(item))));
    ways.put("append 100, ours", i -> log.append(events));
    ways.put("append one by one, ours", i -> events.forEach(one -> log.append(List.of(one))));
    ways.put(
        "find 100, by AWS's batchGetItem",
        i -> sdk.batchGetItem(get -> get.requestItems(Map.of(NAME, asked))));
    ways.put("find 100, ours, as events", i -> log.find(keys));
    Map<String, List<Double>> micros = new TreeMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      ways.forEach((way, work) ->
          micros.computeIfAbsent(way, none -> new ArrayList<>()).add(perEvent(work)));
    }
    Map<String, Double> medians = new TreeMap<>();
    micros.forEach((way, all) -> medians.put(way, all.stream().sorted().toList().get(ROUNDS / 2)));
    medians.forEach(
        (way, median) -> System.out.printf("%-34s %6.1f CPU-µs an event%n", way, median));
    ratio(medians, "append 100, ours", "append 100, by AWS's putItem");
    ratio(medians, "append one by one, ours", "append 100, by AWS's putItem");
    ratio(medians, "find 100, ours, as events", "find 100, by AWS's batchGetItem");
  }

  private static void ratio(Map<String, Double> medians, String one, String other) {
    System.out.printf(
        "%s ÷ %s: %.2f%n",
        one, other, medians.getOrDefault(one, 0.0) / medians.getOrDefault(other, 0.0));
  }

  private static double perEvent(IntConsumer work) {
    long before = SYSTEM.getProcessCpuTime();
    IntStream.range(0, BATCHES).forEach(work);
    return (SYSTEM.getProcessCpuTime() - before) / 1000.0 / BATCH / BATCHES;
  }

  private static Map<String, AttributeValue> key(EventKey key) {
    return Map.of(
        "SessionID", AttributeValue.fromS(key.session()),
        "EventIndex", AttributeValue.fromN(Long.toString(key.index())));
  }

  /// The answer that has the items which were put.
  private static String found(List<String> inserts) throws IOException {
    ObjectNode answer = JSON.createObjectNode();
    for (String body : inserts) {
      for (JsonNode statement : JSON.readTree(body).path("Statements")) {
        ObjectNode item = answer.withObjectProperty("Responses").withArray(NAME).addObject();
        Matcher names = ATTRIBUTE.matcher(statement.get("Statement").textValue());
        for (JsonNode value : statement.get("Parameters")) {
          if (names.find()) {
            item.set(names.group(1), value);
          }
        }
      }
      JsonNode alone = JSON.readTree(body).path("Item");
      if (alone.isObject()) {
        answer.withObjectProperty("Responses").withArray(NAME).add(alone);
      }
    }
    return answer.toString();
  }

  /// Takes every put and every statement of a batch, and finds always the same.
  private static final class Canned implements SdkHttpClient {

    private @Nullable List<String> heard;
    private String found = "{}";

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
      return new ExecutableHttpRequest() {
        @Override
        public HttpExecuteResponse call() {
          byte[] answer = answer(request).getBytes(UTF_8);
          return HttpExecuteResponse.builder()
              .response(
                  SdkHttpResponse.builder()
                      .statusCode(200)
                      .putHeader("Content-Type", "application/x-amz-json-1.0")
                      .putHeader("Content-Length", Integer.toString(answer.length))
                      .build())
              .responseBody(AbortableInputStream.create(new ByteArrayInputStream(answer)))
              .build();
        }

        @Override
        public void abort() {
          // It is done at once.
        }
      };
    }

    private String answer(HttpExecuteRequest request) {
      String target = request.httpRequest().firstMatchingHeader("X-Amz-Target").orElse("");
      String body = body(request);
      if (heard != null) {
        heard.add(body);
      }
      if (target.endsWith("BatchGetItem")) {
        return found;
      }
      int statements = (body.length() - body.replace("\"Statement\":", "").length()) / 12;
      return statements == 0
          ? "{}"
          : "{\"Responses\":[" + String.join(",", Collections.nCopies(statements, "{}")) + "]}";
    }

    private static String body(HttpExecuteRequest request) {
      try (InputStream in = request.contentStreamProvider().orElseThrow().newStream()) {
        return new String(in.readAllBytes(), UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
