package io.tapevault.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.management.OperatingSystemMXBean;
import io.tapevault.aws.dynamodb.DynamoDbEventLog;
import io.tapevault.aws.dynamodb.EventsTable;
import io.tapevault.aws.dynamodb.EventsUri;
import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventLog;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.Events;
import io.tapevault.testkit.memory.MemoryLargeEvents;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;

/// How much CPU an event costs on its way into DynamoDB, appended alone and 250 at a time. The
/// answer comes from this process and costs next to nothing, so that it is the price of our side.
final class Append {

  private static final int EVENTS = 20_000;
  private static final int BATCH = 250;
  private static final EventsUri TABLE =
      EventsUri.parse(URI.create("dynamodb://events"), "eu-central-1");
  private static final AwsCredentialsProvider ME =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("bench", "bench"));
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private Append() {}

  static void main() {
    EventLog log =
        new DynamoDbEventLog(
            EventsTable.open(TABLE, ME, new EverythingIsNew()),
            new MemoryLargeEvents(),
            Retention.DEFAULT,
            InstantSource.system());
    List<AuditEvent> events =
        IntStream.range(0, EVENTS).mapToObj(i -> Events.login(i, Events.NOON)).toList();
    for (int round = 1; round <= 4; round++) {
      long alone = perEvent(log, events, 1);
      long together = perEvent(log, events, BATCH);
      System.out.printf(
          "round %d: alone %d CPU-µs an event, %d at a time %d CPU-µs: %.2f of it%n",
          round, alone, BATCH, together, (double) together / alone);
    }
  }

  private static long perEvent(EventLog log, List<AuditEvent> events, int batch) {
    long before = SYSTEM.getProcessCpuTime();
    for (int from = 0; from < events.size(); from += batch) {
      log.append(events.subList(from, Math.min(events.size(), from + batch)));
    }
    return (SYSTEM.getProcessCpuTime() - before) / 1000 / events.size();
  }

  /// Takes every put, and every statement of a batch.
  private static final class EverythingIsNew implements SdkHttpClient {

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
      return new ExecutableHttpRequest() {
        @Override
        public HttpExecuteResponse call() {
          String answer = answer(body(request));
          return HttpExecuteResponse.builder()
              .response(
                  SdkHttpResponse.builder()
                      .statusCode(200)
                      .putHeader("Content-Type", "application/x-amz-json-1.0")
                      .putHeader("Content-Length", Integer.toString(answer.length()))
                      .build())
              .responseBody(
                  AbortableInputStream.create(new ByteArrayInputStream(answer.getBytes(UTF_8))))
              .build();
        }

        @Override
        public void abort() {
          // It is done at once.
        }
      };
    }

    private static String answer(String body) {
      int statements = (body.length() - body.replace("\"Statement\":", "").length()) / 12;
      return statements == 0
          ? "{}"
          : "{\"Responses\":[" + String.join(",", Collections.nCopies(statements, "{}")) + "]}";
    }

    private static String body(HttpExecuteRequest request) {
      try (InputStream in = request.contentStreamProvider().orElseThrow().newStream()) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        in.transferTo(body);
        return body.toString(UTF_8);
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
