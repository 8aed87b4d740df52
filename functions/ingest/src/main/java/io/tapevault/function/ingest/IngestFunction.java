package io.tapevault.function.ingest;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.tapevault.alarm.WatchfulLog;
import io.tapevault.aws.vault.AwsVault;
import io.tapevault.aws.vault.SinkNames;
import io.tapevault.configuration.InForce;
import io.tapevault.event.EventLog;
import io.tapevault.event.Ingest;
import io.tapevault.forwarding.replay.RetryParked;
import io.tapevault.http.Front;
import io.tapevault.http.Routes;
import io.tapevault.http.configuration.ConfigRoutes;
import io.tapevault.http.door.DoorRoutes;
import io.tapevault.http.door.every.Doors;
import io.tapevault.http.parked.ParkedRoutes;
import io.tapevault.http.recordings.RecordingRoutes;
import io.tapevault.http.sinks.ReplayRoutes;
import io.tapevault.lambda.Nowhere;
import io.tapevault.lambda.Priming;
import io.tapevault.lambda.RestApi;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/// The Lambda behind `POST /v1/events`, `POST /v1/recordings/{sid}/uploads` and `GET /v1/config`.
public final class IngestFunction implements RequestStreamHandler {

  private final AwsVault vault = AwsVault.from(System.getenv());
  private final EventLog log = vault.log();
  private final Front front = primed(vault);

  /// The environment variables that it reads.
  public static Set<String> variables() {
    Set<String> names = new HashSet<>(AwsVault.VARIABLES);
    names.add(SinkNames.VARIABLE);
    return names;
  }

  /// Lets events go where nothing is kept, and announces an upload that never comes.
  private static Front primed(AwsVault vault) {
    Front front = front(vault);
    try (Nowhere nowhere = Nowhere.open()) {
      Priming.run(
          front(AwsVault.rehearsal(nowhere.uri())), IngestFunction.class, "post-events.json");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Priming.run(front, IngestFunction.class, "announce-upload.json");
    vault.warmUp();
    return front;
  }

  static Front front(AwsVault vault) {
    InForce settings = vault.settings().inForce();
    EventLog log =
        new WatchfulLog(
            vault.log(), vault.register(), vault.clock(), () -> settings.now().config().nodes());
    Ingest ingest = new Ingest(log, vault.parking());
    Routes routes =
        DoorRoutes.of(
                ingest,
                vault.clock(),
                Doors.all(() -> settings.now().config().limits().eventsPerRequest(), vault.clock()))
            .addAll(RecordingRoutes.of(vault.tickets(), ingest, vault.clock()))
            .addAll(
                ParkedRoutes.retrying(
                    new RetryParked(vault.parking(), ingest, vault.register(), vault.clock())))
            .addAll(
                ReplayRoutes.of(
                    vault.register(), () -> SinkNames.in(System.getenv()), vault.clock()))
            // A function that waits is paid for: nodes ask again.
            .addAll(ConfigRoutes.of(settings, Duration.ZERO));
    return Front.of(routes, Runtime.getRuntime().maxMemory() / 2);
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    vault.settings().look(log);
    RestApi.write(front.handle(RestApi.read(in)), out);
  }
}
