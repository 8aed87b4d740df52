package io.tapevault.function.forward;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.tapevault.aws.vault.AwsVault;
import io.tapevault.catalogue.Cataloguing;
import io.tapevault.lambda.CatalogueHandler;
import io.tapevault.lambda.Invocation;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Set;

/// The Lambda that the catalogue's queue calls. It lists the sessions that the queue gives notice
/// of.
public final class CatalogueFunction implements RequestStreamHandler {

  // Enough for a session of many events.
  private static final int RESERVE_MILLIS = 30_000;

  private final AwsVault vault = AwsVault.from(System.getenv());
  private final CatalogueHandler handler = wire(vault);

  /// The environment variables that it reads.
  public static Set<String> variables() {
    return AwsVault.VARIABLES;
  }

  private static CatalogueHandler wire(AwsVault vault) {
    CatalogueHandler handler =
        new CatalogueHandler(
            vault.log(), new Cataloguing(vault.log(), vault.catalogue(), vault.clock()));
    handler.warmUp();
    return handler;
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    vault.settings().look();
    handler.handle(
        in,
        out,
        new Invocation(
            context.getAwsRequestId(), () -> context.getRemainingTimeInMillis() > RESERVE_MILLIS));
  }
}
