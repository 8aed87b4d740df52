package io.tapevault.function.playback;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.tapevault.aws.vault.AwsVault;
import io.tapevault.hold.LegalHold;
import io.tapevault.http.Front;
import io.tapevault.http.playback.holds.HoldRoutes;
import io.tapevault.lambda.RestApi;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Set;

/// The Lambda that holds sessions and releases them.
public final class HoldFunction implements RequestStreamHandler {

  private final AwsVault vault = AwsVault.from(System.getenv());
  private final Front front = wire(vault);

  /// The environment variables that it reads.
  public static Set<String> variables() {
    return AwsVault.VARIABLES;
  }

  private static Front wire(AwsVault vault) {
    LegalHold holds = new LegalHold(vault.holds(), vault.log(), vault.store().held());
    vault.warmUp();
    return Front.of(HoldRoutes.of(holds, vault.clock()), Runtime.getRuntime().maxMemory() / 2);
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    vault.settings().look();
    RestApi.write(front.handle(RestApi.read(in)), out);
  }
}
