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
import io.tapevault.http.Front;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.HttpResponse;
import io.tapevault.http.Log;
import io.tapevault.http.playback.Downloads;
import io.tapevault.http.playback.PlaybackRoutes;
import io.tapevault.lambda.Priming;
import io.tapevault.lambda.RestApi;
import io.tapevault.session.Playback;
import io.tapevault.settings.Retention;
import io.tapevault.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;

/// The Lambda behind everything that an auditor asks for.
public final class PlaybackFunction implements RequestStreamHandler {

  private static final String EVENTS = "TAPEVAULT_EVENTS_URI";
  private static final String SESSIONS = "TAPEVAULT_SESSIONS_URI";
  private static final Duration DOWNLOAD_VALIDITY = Duration.ofMinutes(5);

  private final Front front = wire(System.getenv());

  /// The environment variables that it reads.
  public static Set<String> variables() {
    return Set.of(EVENTS, SESSIONS);
  }

  private static Front wire(Map<String, String> env) {
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
            Retention.DEFAULT, // it writes no events
            clock);
    S3ObjectStore store = S3ObjectStore.open(sessions, credentials, http, clock);
    // A Lambda answers at most 6 MB, so the bytes come from the bucket itself.
    Downloads downloads =
        (key, object, request) ->
            HttpResponse.redirect(store.download(key, object, DOWNLOAD_VALIDITY));
    Front front =
        Front.of(
            PlaybackRoutes.of(log, new Playback(log, store), downloads, clock),
            Runtime.getRuntime().maxMemory() / 2);
    Priming.run(front, PlaybackFunction.class, "get-healthz.json");
    return front;
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    HttpRequest request = RestApi.read(in);
    Log.asked(request);
    RestApi.write(front.handle(request), out);
  }
}
