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
import io.tapevault.event.LargeEvents;
import io.tapevault.forwarding.Deliver;
import io.tapevault.lambda.DeliverHandler;
import io.tapevault.lambda.Invocation;
import io.tapevault.settings.Retention;
import io.tapevault.settings.Settings;
import io.tapevault.siem.webhook.WebhookSink;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/// The Lambda that a SIEM's queue calls. It brings the events that the queue gives notice of to the
/// SIEM.
public final class DeliverFunction implements RequestStreamHandler {

  private static final String EVENTS = "TAPEVAULT_EVENTS_URI";
  private static final String SESSIONS = "TAPEVAULT_SESSIONS_URI";
  private static final String RETENTION = "TAPEVAULT_RETENTION";
  private static final String SINK_NAME = "TAPEVAULT_SINK_NAME";
  private static final String SINK_URI = "TAPEVAULT_SINK_URI";

  // Enough for a look-up in the log and a request to a SIEM that does not answer.
  private static final int RESERVE_MILLIS = 30_000;

  private final DeliverHandler handler = wire(System.getenv());

  /// The environment variables that it reads.
  public static Set<String> variables() {
    return Set.of(EVENTS, SESSIONS, RETENTION, SINK_NAME, SINK_URI);
  }

  static DeliverHandler wire(Map<String, String> env) {
    Settings settings = Settings.from(env, variables());
    InstantSource clock = InstantSource.system();
    Retention retention = Retention.parse(settings.get(RETENTION));
    S3Uri sessions = S3Uri.parse(URI.create(settings.get(SESSIONS)), env.get("AWS_REGION"));
    LargeEvents large =
        new S3LargeEvents(
            sessions, DefaultCredentialsProvider.builder().build(), S3Http.client(), clock);
    EventsTable table =
        EventsTable.open(EventsUri.parse(URI.create(settings.get(EVENTS)), env.get("AWS_REGION")));
    Deliver deliver =
        new Deliver(
            settings.get(SINK_NAME),
            WebhookSink.at(settings.get(SINK_URI), clock),
            new DynamoDbParking(table, large, retention, clock));
    return new DeliverHandler(new DynamoDbEventLog(table, large, retention, clock), deliver);
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    Invocation invocation =
        new Invocation(
            context.getAwsRequestId(), () -> context.getRemainingTimeInMillis() > RESERVE_MILLIS);
    handler.handle(in, out, invocation);
  }
}
