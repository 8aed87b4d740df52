package io.tapevault.infra;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.lambda.CfnEventSourceMapping;
import software.amazon.awscdk.services.sqs.IQueue;
import software.constructs.Construct;

/// From the table's stream into one queue per SIEM, so that a dead SIEM delays no other.
final class Forwarding extends Construct {

  // What is parked has no type, and a deletion by age is no event.
  private static final String NEW_EVENTS =
      """
      {"eventName":["INSERT"],"dynamodb":{"NewImage":{"EventType":{"S":[{"exists":true}]}}}}\
      """;

  // The stream drops records after 24 h; they must be handed over before that.
  private static final Duration STREAM_AGE = Duration.hours(20);

  Forwarding(Construct scope, Site site) {
    super(scope, "Forwarding");
    List<IQueue> queues = new ArrayList<>();
    for (Siem siem : site.settings().siems()) {
      queues.add(new Delivery(this, site, siem).queue());
    }
    String urls = String.join(",", queues.stream().map(IQueue::getQueueUrl).toList());
    JavaFunction function =
        new JavaFunction(
            this,
            "Forward",
            new JavaFunction.Work(
                "io.tapevault.function.forward.ForwardFunction",
                site.packages().forward(),
                Map.of("TAPEVAULT_QUEUE_URLS", urls),
                Duration.minutes(1),
                1024));
    Access access = site.access();
    function.allow(
        List.of(
            access.readStream(),
            access.listStreams(),
            access.tableKey(),
            access.writingKey(),
            PolicyStatement.Builder.create()
                .sid("SendNotices")
                .actions(List.of("sqs:SendMessage"))
                .resources(queues.stream().map(IQueue::getQueueArn).toList())
                .build()));
    function.allow(access.keepFailures());
    readStream(function, site);
  }

  private void readStream(JavaFunction function, Site site) {
    CfnEventSourceMapping.Builder.create(this, "Stream")
        .eventSourceArn(site.access().stream())
        .functionName(function.alias().getFunctionArn())
        // LATEST may miss what is written while the mapping is made.
        .startingPosition("TRIM_HORIZON")
        .filterCriteria(
            CfnEventSourceMapping.FilterCriteriaProperty.builder()
                .filters(
                    List.of(
                        CfnEventSourceMapping.FilterProperty.builder().pattern(NEW_EVENTS).build()))
                .build())
        .batchSize(500)
        .maximumBatchingWindowInSeconds(1)
        .parallelizationFactor(1)
        .functionResponseTypes(List.of("ReportBatchItemFailures"))
        .bisectBatchOnFunctionError(true)
        // Age is the bound that counts: at a few seconds apart this is well past it.
        .maximumRetryAttempts(10_000)
        .maximumRecordAgeInSeconds(STREAM_AGE.toSeconds())
        .destinationConfig(
            CfnEventSourceMapping.DestinationConfigProperty.builder()
                .onFailure(
                    CfnEventSourceMapping.OnFailureProperty.builder()
                        .destination(site.vault().failures().getBucketArn())
                        .build())
                .build())
        .metricsConfig(
            CfnEventSourceMapping.MetricsConfigProperty.builder()
                .metrics(List.of("EventCount"))
                .build())
        .build();
  }
}
