package io.tapevault.function.playback;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.tapevault.aws.s3.S3ObjectStore;
import io.tapevault.aws.vault.AwsVault;
import io.tapevault.hold.LegalHold;
import io.tapevault.hold.RecordingSweep;
import io.tapevault.http.Log;
import io.tapevault.search.Forgetting;
import io.tapevault.settings.Durations;
import io.tapevault.settings.Retention;
import io.tapevault.settings.Settings;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/// The Lambda that is called every hour, so that what is held stays held, and recordings whose
/// retention is over are marked.
public final class RetainFunction implements RequestStreamHandler {

  // For the recording that is being marked.
  private static final int RESERVE_MILLIS = 60_000;

  private static final String OBJECT_LOCK = "TAPEVAULT_OBJECT_LOCK";

  private final AwsVault vault = AwsVault.from(System.getenv());
  private final Duration lock =
      Durations.parse(Settings.from(System.getenv(), Set.of(OBJECT_LOCK)).get(OBJECT_LOCK));
  private final Work work = wire(vault);

  private record Work(LegalHold holds, RecordingSweep recordings) {}

  /// The environment variables that it reads.
  public static Set<String> variables() {
    Set<String> names = new HashSet<>(AwsVault.VARIABLES);
    names.add(OBJECT_LOCK);
    return names;
  }

  private static Work wire(AwsVault vault) {
    S3ObjectStore store = vault.store();
    return new Work(
        new LegalHold(vault.holds(), vault.log(), store.held()),
        // The clock is AWS's.
        new RecordingSweep(
            new Forgetting(store.expiring(), store.transcripts(vault.clock())),
            vault.holds(),
            vault.log(),
            Duration.ZERO));
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) {
    String id = context.getAwsRequestId();
    Instant now = vault.clock().instant();
    vault.settings().look();
    work.holds().sweep(now, trouble -> Log.error(id, trouble));
    int marked =
        work.recordings()
            .run(
                now,
                Retention.atLeast(vault.settings().ofRecordings(), lock),
                new RecordingSweep.Watched(
                    what -> Log.warn(id, what),
                    trouble -> Log.error(id, trouble),
                    () -> context.getRemainingTimeInMillis() > RESERVE_MILLIS));
    if (marked > 0) {
      Log.warn(id, marked + " recordings have expired, and are marked for the bucket to remove");
    }
  }
}
