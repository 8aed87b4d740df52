package io.tapevault.function.forward;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.tapevault.forwarding.Forward;
import io.tapevault.settings.Settings;
import io.tapevault.sqs.SqsQueues;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.Set;

/// Lambda: from the events table's stream to every SIEM's queue.
public final class ForwardFunction implements RequestStreamHandler {

  private static final String QUEUE_URLS = "TAPEVAULT_QUEUE_URLS";
  // Set by Lambda itself.
  private static final String REGION = "AWS_REGION";

  private final ForwardHandler handler;

  public ForwardFunction() {
    this(System.getenv());
  }

  ForwardFunction(Map<String, String> environment) {
    handler = wire(environment);
  }

  /// The environment variables that it reads.
  public static Set<String> variables() {
    return Set.of(QUEUE_URLS);
  }

  private static ForwardHandler wire(Map<String, String> environment) {
    Settings settings = Settings.from(environment, Set.of(QUEUE_URLS, REGION));
    Forward forward = new Forward(SqsQueues.open(settings.get(QUEUE_URLS), settings.get(REGION)));
    return new ForwardHandler(forward, System.out::println);
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    handler.handle(in, out);
  }
}
