package io.tapevault.function.playback;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.tapevault.aws.vault.AwsVault;
import io.tapevault.hold.LegalHold;
import io.tapevault.http.Log;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Set;

/// The Lambda that is called every hour, so that what is held stays held.
public final class RetainFunction implements RequestStreamHandler {

  private final AwsVault vault = AwsVault.from(System.getenv());
  private final LegalHold holds = wire(vault);

  /// The environment variables that it reads.
  public static Set<String> variables() {
    return AwsVault.VARIABLES;
  }

  private static LegalHold wire(AwsVault vault) {
    return new LegalHold(vault.holds(), vault.log(), vault.store().held());
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) {
    vault.settings().look();
    holds.sweep(vault.clock().instant(), trouble -> Log.error(context.getAwsRequestId(), trouble));
  }
}
