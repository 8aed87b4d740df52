package io.tapevault.function.playback;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.tapevault.aws.sqs.SqsIndexQueue;
import io.tapevault.aws.vault.AwsVault;
import io.tapevault.http.Front;
import io.tapevault.http.playback.redaction.RedactionRoutes;
import io.tapevault.lambda.RestApi;
import io.tapevault.session.Redact;
import io.tapevault.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// The Lambda that hides something of recordings. What is shown instead is derived by the
/// [IndexFunction], which is told at once.
public final class RedactFunction implements RequestStreamHandler {

  private static final String QUEUE = "TAPEVAULT_INDEX_QUEUE_URL";

  private final AwsVault vault;
  private final Front front;

  public RedactFunction() {
    this(System.getenv());
  }

  RedactFunction(Map<String, String> env) {
    String queue = Settings.from(env, variables()).get(QUEUE);
    this.vault = AwsVault.from(env);
    this.front = wire(vault, vault.indexQueue(queue));
  }

  /// The environment variables that it reads.
  public static Set<String> variables() {
    Set<String> names = new HashSet<>(AwsVault.VARIABLES);
    names.add(QUEUE);
    return names;
  }

  private static Front wire(AwsVault vault, SqsIndexQueue index) {
    vault.warmUp();
    return Front.of(
        RedactionRoutes.of(
            new Redact(vault.store(), vault.log(), index::lookThrough), vault.clock()),
        Runtime.getRuntime().maxMemory() / 2);
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
