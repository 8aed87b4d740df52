package io.tapevault.infra.functions;

import io.tapevault.forwarding.Begin;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.infra.data.Access;
import io.tapevault.infra.data.Statements;
import io.tapevault.settings.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.events.Rule;
import software.amazon.awscdk.services.events.Schedule;
import software.amazon.awscdk.services.events.targets.LambdaFunction;
import software.amazon.awscdk.services.lambda.CfnEventSourceMapping;
import software.amazon.awscdk.services.sqs.Queue;
import software.constructs.Construct;

/// From the table's stream into one queue per consumer, so that a dead SIEM delays no other.
public final class Forwarding extends Construct {

  // What is parked has no type, and a deletion by age is no event.
  private static final String NEW_EVENTS =
      """
      {"eventName":["INSERT","MODIFY"],"dynamodb":{"NewImage":{"EventType":{"S":[{"exists":true}]}}}}\
      """;

  // The stream drops records after 24 h; they must be handed over before that.
  private static final Duration STREAM_AGE = Duration.hours(20);

  // What somebody asks for once more begins as soon.
  private static final Duration BETWEEN_LOOKS = Duration.minutes(15);

  private final List<Delivery> deliveries = new ArrayList<>();
  private final JavaFunction function;
  private final CfnEventSourceMapping stream;
  private final @Nullable JavaFunction reconcile;

  public Forwarding(Construct scope, Deployment deployment, Queue listing) {
    super(scope, "Forwarding");
    for (SinkSpec siem : deployment.settings().siems()) {
      deliveries.add(new Delivery(this, deployment, siem));
    }
    List<Queue> siems = deliveries.stream().map(Delivery::queue).toList();
    List<Queue> queues = new ArrayList<>(siems);
    queues.add(listing);
    function =
        new JavaFunction(
            this,
            "Forward",
            deployment,
            new JavaFunction.Spec(
                "io.tapevault.function.forward.ForwardFunction",
                deployment.packages().forward(),
                Map.of(
                    "TAPEVAULT_QUEUE_URLS",
                    urls(queues),
                    "TAPEVAULT_UNSENT_URI",
                    deployment.vault().unsentUri()),
                new JavaFunction.Limits(Duration.minutes(1), 1024)));
    Access access = deployment.access();
    function.allow(
        List.of(
            access.readStream(),
            access.listStreams(),
            access.tableKey(),
            access.writingKey(),
            Statements.send(queues)));
    function.allow(access.keepFailures());
    stream = readStream(deployment);
    reconcile = siems.isEmpty() ? null : reconcile(deployment, siems);
  }

  private static String urls(List<Queue> queues) {
    return String.join(",", queues.stream().map(Queue::getQueueUrl).toList());
  }

  /// What is stored is compared with what SIEMs have had, for as long as 15 minutes at a time.
  private JavaFunction reconcile(Deployment deployment, List<Queue> siems) {
    Access access = deployment.access();
    JavaFunction made =
        new JavaFunction(
            this,
            "Reconcile",
            deployment,
            new JavaFunction.Spec(
                "io.tapevault.function.forward.ReconcileFunction",
                deployment.packages().forward(),
                Map.of(
                    "TAPEVAULT_EVENTS_URI", deployment.vault().eventsUri(),
                    "TAPEVAULT_SESSIONS_URI", deployment.vault().sessionsUri(),
                    "TAPEVAULT_SINKS", deployment.settings().sinkNames(),
                    "TAPEVAULT_BEGINS", deployment.settings().sinkBegins(),
                    "TAPEVAULT_QUEUE_URLS", urls(siems)),
                new JavaFunction.Limits(Duration.minutes(15), 1769)));
    made.allow(
        List.of(
            access.searchEvents(),
            access.keepReplays(),
            access.tableKey(),
            access.readObjects(Layout.LARGE_EVENTS),
            access.tellGoneFromRefused(Layout.LARGE_EVENTS),
            access.readingKey(),
            Statements.send(siems)));
    List<Queue> beginning =
        IntStream.range(0, siems.size())
            .filter(i -> deployment.settings().siems().get(i).begin() instanceof Begin.Now)
            .mapToObj(siems::get)
            .toList();
    if (!beginning.isEmpty()) {
      made.allow(List.of(Statements.describe(beginning)));
    }
    Rule.Builder.create(this, "Reconciling")
        .description("Tapevault: look for events that did not reach their SIEM")
        .schedule(Schedule.rate(BETWEEN_LOOKS))
        .targets(List.of(new LambdaFunction(made.alias())))
        .build();
    return made;
  }

  /// Where there is a SIEM.
  public Optional<JavaFunction> reconcile() {
    return Optional.ofNullable(reconcile);
  }

  public CfnEventSourceMapping stream() {
    return stream;
  }

  public JavaFunction function() {
    return function;
  }

  public List<Delivery> deliveries() {
    return deliveries;
  }

  private CfnEventSourceMapping readStream(Deployment deployment) {
    return CfnEventSourceMapping.Builder.create(this, "Stream")
        .eventSourceArn(deployment.access().stream())
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
        // Age is the bound that counts.
        .maximumRetryAttempts(-1)
        .maximumRecordAgeInSeconds(STREAM_AGE.toSeconds())
        .destinationConfig(
            CfnEventSourceMapping.DestinationConfigProperty.builder()
                .onFailure(
                    CfnEventSourceMapping.OnFailureProperty.builder()
                        .destination(deployment.vault().failures().getBucketArn())
                        .build())
                .build())
        .metricsConfig(
            CfnEventSourceMapping.MetricsConfigProperty.builder()
                .metrics(List.of("EventCount"))
                .build())
        .build();
  }
}
