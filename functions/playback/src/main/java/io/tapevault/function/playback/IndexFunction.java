package io.tapevault.function.playback;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.tapevault.aws.dynamodb.DynamoDbEventLog;
import io.tapevault.aws.dynamodb.EventsTable;
import io.tapevault.aws.dynamodb.EventsUri;
import io.tapevault.aws.s3.S3Http;
import io.tapevault.aws.s3.S3LargeEvents;
import io.tapevault.aws.s3.S3ObjectStore;
import io.tapevault.aws.s3.S3Uri;
import io.tapevault.event.EventLog;
import io.tapevault.lambda.IndexHandler;
import io.tapevault.lambda.Invocation;
import io.tapevault.recording.ObjectStore;
import io.tapevault.session.Index;
import io.tapevault.session.Sweep;
import io.tapevault.settings.Retention;
import io.tapevault.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;

/// The Lambda that empties the queue of recordings that have arrived.
public final class IndexFunction implements RequestStreamHandler {

  private static final String EVENTS = "TAPEVAULT_EVENTS_URI";
  private static final String SESSIONS = "TAPEVAULT_SESSIONS_URI";
  private static final String RETENTION = "TAPEVAULT_RETENTION";

  // The largest recording is read and converted within this.
  private static final int RESERVE_MILLIS = 300_000;

  private final IndexHandler handler = wire(System.getenv());

  /// The environment variables that it reads.
  public static Set<String> variables() {
    return Set.of(EVENTS, SESSIONS, RETENTION);
  }

  private static IndexHandler wire(Map<String, String> env) {
    Settings settings = Settings.from(env, variables());
    InstantSource clock = InstantSource.system();
    S3Uri sessions = S3Uri.parse(URI.create(settings.get(SESSIONS)), env.get("AWS_REGION"));
    AwsCredentialsProvider credentials = DefaultCredentialsProvider.builder().build();
    SdkHttpClient http = S3Http.client();
    EventLog log =
        new DynamoDbEventLog(
            EventsTable.open(
                EventsUri.parse(URI.create(settings.get(EVENTS)), env.get("AWS_REGION"))),
            new S3LargeEvents(sessions, credentials, http, clock),
            Retention.parse(settings.get(RETENTION)),
            clock);
    ObjectStore store = S3ObjectStore.open(sessions, credentials, http, clock);
    Index index = new Index(store, log);
    return new IndexHandler(index, new Sweep(store, index), clock);
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    handler.handle(
        in,
        new Invocation(
            context.getAwsRequestId(), () -> context.getRemainingTimeInMillis() > RESERVE_MILLIS));
  }
}
