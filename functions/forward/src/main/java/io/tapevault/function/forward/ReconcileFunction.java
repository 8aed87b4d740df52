package io.tapevault.function.forward;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.tapevault.aws.sqs.SqsNoticeQueue;
import io.tapevault.aws.sqs.SqsQueues;
import io.tapevault.aws.vault.AwsVault;
import io.tapevault.forwarding.Begin;
import io.tapevault.forwarding.replay.Replays;
import io.tapevault.lambda.Invocation;
import io.tapevault.lambda.ReconcileHandler;
import io.tapevault.lambda.ReconcileHandler.Sink;
import io.tapevault.settings.Settings;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// The Lambda that a schedule calls: it compares what is stored with what SIEMs have had, and gives
/// notice of the rest.
public final class ReconcileFunction implements RequestStreamHandler {

  private static final String SINKS = "TAPEVAULT_SINKS";
  private static final String QUEUE_URLS = "TAPEVAULT_QUEUE_URLS";
  private static final String BEGINS = "TAPEVAULT_BEGINS";
  // Set by Lambda itself.
  private static final String REGION = "AWS_REGION";

  // Earlier than every event.
  private static final Instant OLDEST = Instant.parse("0000-01-01T00:00:00Z");

  // Enough for a page of the log, a look at an hour's receipts and the notices of it.
  private static final int RESERVE_MILLIS = 60_000;

  private final ReconcileHandler handler = wire(System.getenv());

  /// The environment variables that it reads.
  public static Set<String> variables() {
    Set<String> names = new HashSet<>(AwsVault.READING);
    names.addAll(Set.of(SINKS, QUEUE_URLS, BEGINS));
    return names;
  }

  static ReconcileHandler wire(Map<String, String> env) {
    Set<String> names = new HashSet<>(variables());
    names.add(REGION);
    Settings settings = Settings.from(env, names);
    List<String> sinks = List.of(settings.get(SINKS).split(",", -1));
    List<SqsNoticeQueue> queues =
        SqsQueues.openOnceMore(settings.get(QUEUE_URLS), settings.get(REGION));
    List<String> begins = List.of(settings.get(BEGINS).split(",", -1));
    if (sinks.size() != queues.size() || sinks.size() != begins.size()) {
      throw new IllegalArgumentException(
          "of SIEMs, %s has %d, %s %d, %s %d"
              .formatted(SINKS, sinks.size(), QUEUE_URLS, queues.size(), BEGINS, begins.size()));
    }
    List<Sink> all = new ArrayList<>();
    for (int i = 0; i < sinks.size(); i++) {
      SqsNoticeQueue queue = queues.get(i);
      all.add(new Sink(sinks.get(i), queue, begin(Begin.parse(begins.get(i)), queue)));
    }
    AwsVault vault = AwsVault.reading(env);
    Replays replays = new Replays(vault.register(), vault.log(), vault.accounts(), vault.clock());
    return new ReconcileHandler(all, replays, vault.register(), vault.clock());
  }

  private static Supplier<Instant> begin(Begin begin, SqsNoticeQueue queue) {
    return switch (begin) {
      case Begin.Oldest oldest -> () -> OLDEST;
      // It was named for the first time when its queue was made.
      case Begin.Now now -> queue::made;
      case Begin.At at -> at::time;
    };
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) {
    handler.handle(
        new Invocation(
            context.getAwsRequestId(), () -> context.getRemainingTimeInMillis() > RESERVE_MILLIS));
  }
}
