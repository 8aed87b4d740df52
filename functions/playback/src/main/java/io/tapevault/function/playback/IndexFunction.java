package io.tapevault.function.playback;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.tapevault.aws.s3.S3ObjectStore;
import io.tapevault.aws.vault.AwsVault;
import io.tapevault.lambda.IndexHandler;
import io.tapevault.lambda.Invocation;
import io.tapevault.screen.Emulator;
import io.tapevault.search.Transcribing;
import io.tapevault.session.Index;
import io.tapevault.session.Sweep;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Set;

/// The Lambda that empties the queue of recordings that have arrived.
public final class IndexFunction implements RequestStreamHandler {

  // Some 40 MB a second are read, within the time that there is.
  private static final long MOST_READ = 32L << 30;
  // The largest recording is read and converted within this.
  private static final int RESERVE_MILLIS = 300_000;

  private final AwsVault vault = AwsVault.from(System.getenv());
  private final IndexHandler handler = wire(vault);

  /// The environment variables that it reads.
  public static Set<String> variables() {
    return AwsVault.VARIABLES;
  }

  private static IndexHandler wire(AwsVault vault) {
    S3ObjectStore store = vault.store();
    Index index =
        new Index(
            store,
            vault.log(),
            store,
            MOST_READ,
            new Emulator(),
            new Transcribing(store, store.transcripts(vault.clock()))::take);
    IndexHandler handler = new IndexHandler(index, new Sweep(store, index), vault.clock());
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
