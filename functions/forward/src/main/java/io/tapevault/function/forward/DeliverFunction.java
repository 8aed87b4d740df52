package io.tapevault.function.forward;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.tapevault.aws.sqs.SqsQueues;
import io.tapevault.aws.vault.AwsVault;
import io.tapevault.forwarding.Deliver;
import io.tapevault.forwarding.Rules;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.forwarding.health.SinkHealth;
import io.tapevault.forwarding.secrets.Secrets;
import io.tapevault.lambda.DeliverHandler;
import io.tapevault.lambda.Invocation;
import io.tapevault.lambda.Nowhere;
import io.tapevault.lambda.Rehearsal;
import io.tapevault.lambda.SinkMetrics;
import io.tapevault.settings.Settings;
import io.tapevault.siem.Sinks;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// The Lambda that a SIEM's queue calls. It brings the events that the queue gives notice of to the
/// SIEM.
public final class DeliverFunction implements RequestStreamHandler {

  private static final String SINK = "TAPEVAULT_SINK";
  private static final String QUEUE_URL = "TAPEVAULT_QUEUE_URL";
  // Set by Lambda itself.
  private static final String REGION = "AWS_REGION";

  // Enough for a look-up in the log and a request to a SIEM that does not answer.
  private static final int RESERVE_MILLIS = 30_000;

  private final DeliverHandler handler = primed(System.getenv());

  /// The environment variables that it reads.
  public static Set<String> variables() {
    Set<String> names = new HashSet<>(AwsVault.VARIABLES);
    names.addAll(Set.of(SINK, QUEUE_URL));
    return names;
  }

  private static DeliverHandler primed(Map<String, String> env) {
    DeliverHandler handler = wire(env);
    try (Nowhere nowhere = Nowhere.open()) {
      Rehearsal.deliver(
          Sinks.rehearsal(SinkSpec.parse(env.getOrDefault(SINK, "")), nowhere.uri()),
          AwsVault.rehearsal(nowhere.uri()).accounts(),
          DeliverFunction.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    handler.warmUp();
    return handler;
  }

  static DeliverHandler wire(Map<String, String> env) {
    Set<String> names = new HashSet<>(variables());
    names.add(REGION);
    Settings settings = Settings.from(env, names);
    AwsVault vault = AwsVault.from(env);
    SinkSpec sink = SinkSpec.parse(settings.get(SINK));
    Secrets secrets = new Secrets(vault.secrets(), vault.clock());
    Deliver deliver =
        new Deliver(
            sink.name(),
            Sinks.open(sink, vault.clock(), secrets),
            vault.parking(),
            Rules.of(sink.treatment(), secrets));
    SinkHealth health =
        SinkHealth.of(
            sink.name(),
            new SinkHealth.Books(vault.register(), vault.log()),
            vault.clock(),
            () -> {
              vault.settings().look();
              return vault.settings().pauses(sink.name());
            });
    return new DeliverHandler(
        vault.log(),
        deliver,
        new DeliverHandler.Books(vault.accounts(), health, SinkMetrics.IN_THE_LOG),
        SqsQueues.redelivery(settings.get(QUEUE_URL), settings.get(REGION)));
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    Invocation invocation =
        new Invocation(
            context.getAwsRequestId(), () -> context.getRemainingTimeInMillis() > RESERVE_MILLIS);
    handler.handle(in, out, invocation);
  }
}
