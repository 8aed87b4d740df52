package io.tapevault.function.ingest;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.tapevault.aws.dynamodb.DynamoDbEventLog;
import io.tapevault.aws.dynamodb.DynamoDbParking;
import io.tapevault.aws.dynamodb.EventsTable;
import io.tapevault.aws.dynamodb.EventsUri;
import io.tapevault.aws.s3.S3Http;
import io.tapevault.aws.s3.S3LargeEvents;
import io.tapevault.aws.s3.S3UploadTickets;
import io.tapevault.aws.s3.S3Uri;
import io.tapevault.event.Ingest;
import io.tapevault.event.LargeEvents;
import io.tapevault.http.Front;
import io.tapevault.http.Routes;
import io.tapevault.http.door.DoorRoutes;
import io.tapevault.http.door.events.EventsDoor;
import io.tapevault.http.recordings.RecordingRoutes;
import io.tapevault.lambda.Priming;
import io.tapevault.lambda.RestApi;
import io.tapevault.recording.UploadTickets;
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

/// The Lambda behind `POST /v1/events` and `POST /v1/recordings/{sid}/uploads`.
public final class IngestFunction implements RequestStreamHandler {

  private static final String EVENTS = "TAPEVAULT_EVENTS_URI";
  private static final String SESSIONS = "TAPEVAULT_SESSIONS_URI";
  private static final String RETENTION = "TAPEVAULT_RETENTION";

  private final Front front = wire(System.getenv());

  /// The environment variables that it reads.
  public static Set<String> variables() {
    return Set.of(EVENTS, SESSIONS, RETENTION);
  }

  private static Front wire(Map<String, String> env) {
    Settings settings = Settings.from(env, variables());
    InstantSource clock = InstantSource.system();
    Retention retention = Retention.parse(settings.get(RETENTION));
    S3Uri sessions = S3Uri.parse(URI.create(settings.get(SESSIONS)), env.get("AWS_REGION"));
    AwsCredentialsProvider credentials = DefaultCredentialsProvider.builder().build();
    LargeEvents large = new S3LargeEvents(sessions, credentials, S3Http.client(), clock);
    EventsTable table =
        EventsTable.open(EventsUri.parse(URI.create(settings.get(EVENTS)), env.get("AWS_REGION")));
    UploadTickets tickets =
        new S3UploadTickets(sessions, credentials, clock, S3UploadTickets.VALIDITY);
    Ingest ingest =
        new Ingest(
            new DynamoDbEventLog(table, large, retention, clock),
            new DynamoDbParking(table, large, retention, clock));
    Routes routes =
        DoorRoutes.of(ingest, clock, new EventsDoor()).addAll(RecordingRoutes.of(tickets));
    Front front = Front.of(routes, Runtime.getRuntime().maxMemory() / 2);
    Priming.run(front, IngestFunction.class, "announce-upload.json");
    table.warmUp();
    return front;
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    RestApi.write(front.handle(RestApi.read(in)), out);
  }
}
