package io.tapevault.function.playback;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.tapevault.aws.s3.S3ObjectStore;
import io.tapevault.aws.sqs.SqsIndexQueue;
import io.tapevault.aws.vault.AwsVault;
import io.tapevault.http.playback.events.Exporting;
import io.tapevault.lambda.IndexHandler;
import io.tapevault.lambda.Invocation;
import io.tapevault.screen.Emulator;
import io.tapevault.search.Transcribing;
import io.tapevault.session.Index;
import io.tapevault.session.Sweep;
import io.tapevault.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// The Lambda that empties the queue of recordings that have arrived, and of exports.
public final class IndexFunction implements RequestStreamHandler {

  // Some 40 MB a second are read, within the time that there is.
  private static final long MOST_READ = 32L << 30;
  // The largest recording is read and converted within this.
  private static final int RESERVE_MILLIS = 300_000;

  private static final String QUEUE = "TAPEVAULT_INDEX_QUEUE_URL";

  private final AwsVault vault = AwsVault.from(System.getenv());
  private final IndexHandler handler = wire(vault, System.getenv());

  /// The environment variables that it reads.
  public static Set<String> variables() {
    Set<String> names = new HashSet<>(AwsVault.VARIABLES);
    names.add(QUEUE);
    return names;
  }

  private static IndexHandler wire(AwsVault vault, Map<String, String> env) {
    S3ObjectStore store = vault.store();
    // Its own: an export that is not made within a turn goes behind all that waits.
    SqsIndexQueue queue = vault.indexQueue(Settings.from(env, Set.of(QUEUE)).get(QUEUE));
    Exporting exporting = new Exporting(vault.log(), store.exports(), vault.clock());
    Index index =
        new Index(
            store,
            vault.log(),
            store,
            MOST_READ,
            new Emulator(),
            new Transcribing(store, store.transcripts(vault.clock()))::take);
    IndexHandler handler =
        new IndexHandler(
            index,
            new Sweep(store, index),
            (job, timeLeft) -> exporting.turn(job, timeLeft).ifPresent(queue::goOn),
            vault.clock());
    handler.warmUp();
    return handler;
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    vault.settings().look();
    handler.handle(
        in,
        new Invocation(
            context.getAwsRequestId(), () -> context.getRemainingTimeInMillis() > RESERVE_MILLIS));
  }
}
