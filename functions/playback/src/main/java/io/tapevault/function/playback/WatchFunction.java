package io.tapevault.function.playback;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.tapevault.alarm.MissingRecordings;
import io.tapevault.alarm.Silences;
import io.tapevault.aws.vault.AwsVault;
import io.tapevault.event.EventLog;
import io.tapevault.lambda.Invocation;
import io.tapevault.lambda.Metrics;
import io.tapevault.lambda.WatchHandler;
import io.tapevault.session.SessionsInLog;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Set;

/// The Lambda that a rule calls every few minutes. It looks for nodes that fell silent and for
/// recordings that are missing.
public final class WatchFunction implements RequestStreamHandler {

  // One look-up in the log, and one in the bucket.
  private static final int RESERVE_MILLIS = 45_000;

  private final AwsVault vault = AwsVault.from(System.getenv());
  private final WatchHandler handler = wire(vault);

  /// The environment variables that it reads.
  public static Set<String> variables() {
    return AwsVault.VARIABLES;
  }

  private static WatchHandler wire(AwsVault vault) {
    EventLog log = vault.log();
    return new WatchHandler(
        new Silences(vault.register(), log),
        new MissingRecordings(
            vault.register(), log, vault.store(), new SessionsInLog(log, vault.clock())),
        vault.settings().inForce(),
        new Metrics(System.out::println, vault.clock()));
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) {
    vault.settings().look();
    handler.handle(
        context.getFunctionName(),
        new Invocation(
            context.getAwsRequestId(), () -> context.getRemainingTimeInMillis() > RESERVE_MILLIS));
  }
}
