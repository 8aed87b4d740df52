package io.tapevault.function.forward;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.tapevault.aws.dynamodb.DynamoDbEventLog;
import io.tapevault.aws.dynamodb.DynamoDbParking;
import io.tapevault.aws.dynamodb.EventsTable;
import io.tapevault.aws.dynamodb.EventsUri;
import io.tapevault.aws.s3.S3Http;
import io.tapevault.aws.s3.S3LargeEvents;
import io.tapevault.aws.s3.S3Uri;
import io.tapevault.aws.sqs.SqsQueues;
import io.tapevault.event.LargeEvents;
import io.tapevault.forwarding.Deliver;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.lambda.DeliverHandler;
import io.tapevault.lambda.Invocation;
import io.tapevault.lambda.Nowhere;
import io.tapevault.lambda.Rehearsal;
import io.tapevault.settings.Retention;
import io.tapevault.settings.Settings;
import io.tapevault.siem.Sinks;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/// The Lambda that a SIEM's queue calls. It brings the events that the queue gives notice of to the
/// SIEM.
public final class DeliverFunction implements RequestStreamHandler {

  private static final String EVENTS = "TAPEVAULT_EVENTS_URI";
  private static final String SESSIONS = "TAPEVAULT_SESSIONS_URI";
  private static final String RETENTION = "TAPEVAULT_RETENTION";
  private static final String SINK = "TAPEVAULT_SINK";
  private static final String QUEUE_URL = "TAPEVAULT_QUEUE_URL";
  // Set by Lambda itself.
  private static final String REGION = "AWS_REGION";

  // Enough for a look-up in the log and a request to a SIEM that does not answer.
  private static final int RESERVE_MILLIS = 30_000;

  private final DeliverHandler handler = primed(System.getenv());

  /// The environment variables that it reads.
  public static Set<String> variables() {
    return Set.of(EVENTS, SESSIONS, RETENTION, SINK, QUEUE_URL);
  }

  private static DeliverHandler primed(Map<String, String> env) {
    DeliverHandler handler = wire(env);
    try (Nowhere nowhere = Nowhere.open()) {
      Rehearsal.deliver(
          Sinks.rehearsal(SinkSpec.parse(env.getOrDefault(SINK, "")), nowhere.uri()),
          DeliverFunction.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    handler.warmUp();
    return handler;
  }

  static DeliverHandler wire(Map<String, String> env) {
    Set<String> names = new HashSet<>(variables());
    names.add(REGION);
    Settings settings = Settings.from(env, names);
    String region = settings.get(REGION);
    InstantSource clock = InstantSource.system();
    SinkSpec sink = SinkSpec.parse(settings.get(SINK));
    Retention retention = Retention.parse(settings.get(RETENTION));
    LargeEvents large =
        new S3LargeEvents(
            S3Uri.parse(URI.create(settings.get(SESSIONS)), region),
            DefaultCredentialsProvider.builder().build(),
            S3Http.client(),
            clock);
    EventsTable table = EventsTable.open(EventsUri.parse(URI.create(settings.get(EVENTS)), region));
    Deliver deliver =
        new Deliver(
            sink.name(),
            Sinks.open(sink, clock),
            new DynamoDbParking(table, large, retention, clock));
    return new DeliverHandler(
        new DynamoDbEventLog(table, large, retention, clock),
        deliver,
        SqsQueues.redelivery(settings.get(QUEUE_URL), region));
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    Invocation invocation =
        new Invocation(
            context.getAwsRequestId(), () -> context.getRemainingTimeInMillis() > RESERVE_MILLIS);
    handler.handle(in, out, invocation);
  }
}
