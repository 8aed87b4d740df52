package io.tapevault.function.forward;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.tapevault.aws.AwsClients;
import io.tapevault.aws.s3.S3UnsentNotices;
import io.tapevault.aws.s3.S3Uri;
import io.tapevault.aws.sqs.SqsQueues;
import io.tapevault.forwarding.Forward;
import io.tapevault.forwarding.UnsentNotices;
import io.tapevault.lambda.ForwardHandler;
import io.tapevault.lambda.Invocation;
import io.tapevault.lambda.Nowhere;
import io.tapevault.lambda.Rehearsal;
import io.tapevault.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;

/// The Lambda that the events table's stream calls. It gives every SIEM's queue notice of what was
/// stored.
public final class ForwardFunction implements RequestStreamHandler {

  private static final String QUEUE_URLS = "TAPEVAULT_QUEUE_URLS";
  private static final String UNSENT = "TAPEVAULT_UNSENT_URI";
  // Set by Lambda itself.
  private static final String REGION = "AWS_REGION";

  private final ForwardHandler handler = primed(System.getenv());

  /// The environment variables that it reads.
  public static Set<String> variables() {
    return Set.of(QUEUE_URLS, UNSENT);
  }

  private static ForwardHandler primed(Map<String, String> env) {
    ForwardHandler handler = wire(env);
    try (Nowhere nowhere = Nowhere.open()) {
      Rehearsal.forward(
          SqsQueues.rehearsal(nowhere.uri(), env.getOrDefault(REGION, "")), ForwardFunction.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return handler;
  }

  static ForwardHandler wire(Map<String, String> env) {
    Settings settings = Settings.from(env, Set.of(QUEUE_URLS, UNSENT, REGION));
    String region = settings.get(REGION);
    UnsentNotices unsent =
        new S3UnsentNotices(
            S3Uri.parse(URI.create(settings.get(UNSENT)), region),
            AwsClients.credentials(System.getenv()),
            AwsClients.http(),
            InstantSource.system());
    return new ForwardHandler(
        new Forward(SqsQueues.open(settings.get(QUEUE_URLS), region), unsent));
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    handler.handle(in, out, new Invocation(context.getAwsRequestId(), () -> true));
  }
}
