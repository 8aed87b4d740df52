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
import io.tapevault.lambda.RecordingNotice;
import io.tapevault.recording.SessionId;
import io.tapevault.session.Index;
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

  private final Index index = wire(System.getenv());

  /// The environment variables that it reads.
  public static Set<String> variables() {
    return Set.of(EVENTS, SESSIONS, RETENTION);
  }

  private static Index wire(Map<String, String> env) {
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
    return new Index(S3ObjectStore.open(sessions, credentials, http, clock), log);
  }

  /// Throws when one of the recordings could not be taken note of; the queue then tells of them
  /// again.
  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    for (RecordingNotice notice : RecordingNotice.read(in)) {
      if (notice instanceof RecordingNotice.Arrived(SessionId sid)) {
        index.arrived(sid);
        index.summary(sid);
      }
    }
  }
}
