package io.tapevault.function.playback;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.tapevault.aws.s3.S3ObjectStore;
import io.tapevault.aws.vault.AwsVault;
import io.tapevault.event.EventLog;
import io.tapevault.http.Front;
import io.tapevault.http.Route.AnsweredBy;
import io.tapevault.http.playback.download.Downloads;
import io.tapevault.http.playback.watch.OriginalRoutes;
import io.tapevault.http.playback.watch.StreamRoutes;
import io.tapevault.lambda.Priming;
import io.tapevault.lambda.RestApi;
import io.tapevault.session.Index;
import io.tapevault.session.Playback;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.Set;

/// The Lambda that gives recordings as they came in, to anybody where nothing of them is redacted,
/// and to few where something is. Nobody else who answers may read them.
public final class OriginalFunction implements RequestStreamHandler {

  // In base64, and with what is around it, less than a Lambda answers.
  private static final long MOST_STREAMED = 4 << 20;

  private final AwsVault vault;
  private final Front front;

  public OriginalFunction() {
    this(System.getenv());
  }

  OriginalFunction(Map<String, String> env) {
    this.vault = AwsVault.from(env);
    this.front = wire(vault);
  }

  /// The environment variables that it reads.
  public static Set<String> variables() {
    return AwsVault.VARIABLES;
  }

  private static Front wire(AwsVault vault) {
    EventLog log = vault.log();
    S3ObjectStore store = vault.store();
    Playback playback = new Playback(log, store, new Index(store, log)::summary);
    Downloads downloads =
        new PlaybackFunction.Redirects(
            store,
            vault.large(),
            vault.settings(),
            job -> {
              throw new IllegalStateException("originals are not exported");
            });
    vault.warmUp();
    Front front =
        Front.of(
            OriginalRoutes.of(log, playback, downloads, vault.clock())
                .addAll(StreamRoutes.of(log, playback, vault.clock(), MOST_STREAMED)),
            Runtime.getRuntime().maxMemory() / 2);
    Priming.reads(front, OriginalFunction.class, AnsweredBy.ORIGINAL);
    return front;
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    answer(in, out);
  }

  void answer(InputStream in, OutputStream out) throws IOException {
    // That something was given is an event, which is kept as long as they say.
    vault.settings().look();
    RestApi.write(front.handle(RestApi.read(in)), out);
  }
}
