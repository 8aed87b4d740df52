package io.tapevault.function.forward;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.tapevault.aws.sqs.SqsQueues;
import io.tapevault.forwarding.Forward;
import io.tapevault.lambda.ForwardHandler;
import io.tapevault.lambda.Invocation;
import io.tapevault.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.Set;

/// The Lambda that the events table's stream calls. It gives every SIEM's queue notice of what was
/// stored.
public final class ForwardFunction implements RequestStreamHandler {

  private static final String QUEUE_URLS = "TAPEVAULT_QUEUE_URLS";
  // Set by Lambda itself.
  private static final String REGION = "AWS_REGION";

  private final ForwardHandler handler = wire(System.getenv());

  /// The environment variables that it reads.
  public static Set<String> variables() {
    return Set.of(QUEUE_URLS);
  }

  static ForwardHandler wire(Map<String, String> env) {
    Settings settings = Settings.from(env, Set.of(QUEUE_URLS, REGION));
    return new ForwardHandler(
        new Forward(SqsQueues.open(settings.get(QUEUE_URLS), settings.get(REGION))));
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    handler.handle(in, out, new Invocation(context.getAwsRequestId(), () -> true));
  }
}
