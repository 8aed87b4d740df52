package io.tapevault.function.playback;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.tapevault.aws.s3.S3ObjectStore;
import io.tapevault.aws.vault.AwsVault;
import io.tapevault.http.Front;
import io.tapevault.http.Route.AnsweredBy;
import io.tapevault.http.playback.shares.SharedRoutes;
import io.tapevault.http.playback.watch.SegmentAnswers;
import io.tapevault.lambda.Priming;
import io.tapevault.lambda.RestApi;
import io.tapevault.screen.Page;
import io.tapevault.session.Index;
import io.tapevault.session.Playback;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;

/// The Lambda that links lead to, for whoever has one. What is asked for is in no log of it: the
/// word is in the path.
public final class SharedFunction implements RequestStreamHandler {

  private final AwsVault vault;
  private final Front front;

  public SharedFunction() {
    this(System.getenv());
  }

  SharedFunction(Map<String, String> env) {
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
    SegmentAnswers pieces =
        new SegmentAnswers(PlaybackFunction.MOST_MADE, "look at it without a link");
    Front front =
        Front.of(
            SharedRoutes.of(ShareFunction.shares(vault), playback, pieces, page()),
            Runtime.getRuntime().maxMemory() / 2);
    Priming.reads(front, SharedFunction.class, AnsweredBy.SHARED);
    return front;
  }

  private static byte[] page() {
    try {
      return Page.linked();
    } catch (IOException e) {
      throw new UncheckedIOException("the package is not complete", e);
    }
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
