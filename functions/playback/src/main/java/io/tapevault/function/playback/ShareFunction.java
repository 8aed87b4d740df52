package io.tapevault.function.playback;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.tapevault.aws.s3.S3ObjectStore;
import io.tapevault.aws.vault.AwsVault;
import io.tapevault.http.Front;
import io.tapevault.http.playback.shares.ShareRoutes;
import io.tapevault.lambda.RestApi;
import io.tapevault.session.Index;
import io.tapevault.session.Playback;
import io.tapevault.share.Shares;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Set;

/// The Lambda that makes links to recordings, tells of them, and takes them back. It gives none.
public final class ShareFunction implements RequestStreamHandler {

  private final AwsVault vault;
  private final Front front;

  public ShareFunction() {
    this(System.getenv());
  }

  ShareFunction(Map<String, String> env) {
    this.vault = AwsVault.from(env);
    this.front = wire(vault);
  }

  /// The environment variables that it reads.
  public static Set<String> variables() {
    return AwsVault.VARIABLES;
  }

  private static Front wire(AwsVault vault) {
    S3ObjectStore store = vault.store();
    Playback playback = new Playback(vault.log(), store, new Index(store, vault.log())::summary);
    vault.warmUp();
    return Front.of(
        ShareRoutes.of(shares(vault), playback, vault.clock()),
        Runtime.getRuntime().maxMemory() / 2);
  }

  /// What is drawn here is drawn anew after each start from a snapshot: SnapStart reseeds it.
  static Shares shares(AwsVault vault) {
    return new Shares(
        vault.register(), vault.log(), vault.clock(), bytes -> new SecureRandom().nextBytes(bytes));
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    answer(in, out);
  }

  void answer(InputStream in, OutputStream out) throws IOException {
    vault.settings().look();
    RestApi.write(front.handle(RestApi.read(in)), out);
  }
}
