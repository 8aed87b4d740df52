package io.tapevault.infra.watch;

import io.tapevault.infra.api.Api;
import io.tapevault.infra.data.Vault;
import io.tapevault.infra.functions.Alarms;
import io.tapevault.infra.functions.Deployment;
import io.tapevault.infra.functions.Forwarding;
import io.tapevault.infra.functions.Holding;
import io.tapevault.infra.functions.Indexing;
import io.tapevault.infra.functions.JavaFunction;
import io.tapevault.infra.functions.Listing;
import io.tapevault.infra.functions.Queues;
import io.tapevault.infra.functions.Watching;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.IFunction;
import software.constructs.Construct;

/// What nobody who calls would tell of: what runs in the background stands still, is given up, or
/// is slowed down; and an API that answers with troubles of its own.
public final class Troubles extends Construct {

  private static final Duration PERIOD = Duration.minutes(5);
  private static final Duration BEHIND = Duration.hours(1);

  private final List<Alarm> alarms = new ArrayList<>();

  /// What there is to look at.
  public record Parts(
      Api api,
      Alias ingest,
      Vault vault,
      Indexing indexing,
      Listing listing,
      Forwarding forwarding,
      Watching watching,
      Holding holding) {}

  public Troubles(Construct scope, Deployment deployment, Parts parts) {
    super(scope, "Troubles");
    alarm("ApiFails", parts.api().failures(PERIOD), 0, 2, "the API answers with 5xx");
    // Of all functions this one is called most, and all have the account's concurrency together.
    alarm(
        "IngestThrottles",
        of("AWS/Lambda", "Throttles", "FunctionName", parts.ingest().getLambda().getFunctionName()),
        0,
        2,
        "Lambda refuses what nodes send, for want of concurrency");
    alarm(
        "TableThrottles",
        of(
            "AWS/DynamoDB",
            "WriteThrottleEvents",
            "TableName",
            parts.vault().table().getTableName()),
        0,
        2,
        "the table takes less than is written to it");
    alarm(
        "StreamBehind",
        ofFunction(parts.forwarding().function(), "IteratorAge", "Maximum"),
        BEHIND.toMilliseconds(),
        1,
        "what was stored more than an hour ago is in no queue yet");
    String stream = parts.forwarding().stream().getRef();
    for (String metric : List.of("OnFailureDestinationDeliveredEventCount", "DroppedEventCount")) {
      alarm(
          metric.startsWith("On") ? "StreamGaveUp" : "StreamDropped",
          of("AWS/Lambda", metric, "EventSourceMappingUUID", stream),
          0,
          1,
          metric.startsWith("On")
              ? "stream records were given up, and lie in the bucket of failures"
              : "stream records were dropped: send them again from the log");
    }
    alarms.add(
        Queues.old(
            this,
            "RecordingsWait",
            parts.indexing().queue(),
            "Tapevault: a recording that arrived more than an hour ago was not looked through"));
    gaveUp("RecordingsGaveUp", parts.indexing().dead().metricApproximateNumberOfMessagesVisible());
    gaveUp("ListingGaveUp", parts.listing().dead().metricApproximateNumberOfMessagesVisible());
    fails("WatchFails", parts.watching().function(), "that looks for silent nodes");
    fails("RetainFails", parts.holding().retain(), "that keeps what is held");
    parts
        .forwarding()
        .reconcile()
        .ifPresent(one -> fails("ReconcileFails", one, "that compares what SIEMs have had"));
    Alarms.tell(this, deployment, alarms);
  }

  private void gaveUp(String id, IMetric messages) {
    alarm(id, messages, 0, 1, "messages were tried for days, and lie in the dead-letter queue");
  }

  /// Once may pass: it is called again.
  private void fails(String id, JavaFunction function, String words) {
    Metric errors = ofFunction(function, "Errors", "Sum").with(hour());
    alarm(id, errors, 1, 1, "the function " + words + " fails again and again");
  }

  private static MetricOptions hour() {
    return MetricOptions.builder().period(Duration.hours(2)).build();
  }

  private static Metric ofFunction(JavaFunction function, String metric, String statistic) {
    IFunction lambda = function.alias().getLambda();
    return of("AWS/Lambda", metric, "FunctionName", lambda.getFunctionName())
        .with(MetricOptions.builder().statistic(statistic).build());
  }

  private static Metric of(String namespace, String metric, String dimension, String value) {
    return Metric.Builder.create()
        .namespace(namespace)
        .metricName(metric)
        .dimensionsMap(Map.of(dimension, value))
        .statistic("Sum")
        .period(PERIOD)
        .build();
  }

  private void alarm(String id, IMetric metric, Number most, int times, String words) {
    alarms.add(
        Alarm.Builder.create(this, id)
            .alarmDescription("Tapevault: " + words)
            .metric(metric)
            .threshold(most)
            .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
            .evaluationPeriods(times)
            .treatMissingData(TreatMissingData.NOT_BREACHING)
            .build());
  }
}
