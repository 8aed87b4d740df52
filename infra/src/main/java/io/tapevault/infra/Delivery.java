package io.tapevault.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.lambda.CfnEventSourceMapping;
import software.amazon.awscdk.services.sqs.DeadLetterQueue;
import software.amazon.awscdk.services.sqs.DeduplicationScope;
import software.amazon.awscdk.services.sqs.FifoThroughputLimit;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.sqs.QueueEncryption;
import software.constructs.Construct;

/// The queue of one SIEM, and the function that empties it.
final class Delivery extends Construct {

  // The longest that SQS keeps a message.
  private static final Duration KEPT = Duration.days(14);
  private static final Duration TIMEOUT = Duration.minutes(1);

  // AWS's advice for a queue that Lambda reads: six times the function's timeout.
  private static final Duration VISIBILITY = Duration.minutes(6);

  // SQS takes no more. It is about four days of trying; what is left over waits in the dead-letter
  // queue.
  private static final int RECEIVES = 1000;

  private final Queue queue;

  Delivery(Construct scope, Site site, Siem siem) {
    super(scope, "To-" + siem.name());
    Queue dead = fifo("Dead").build();
    queue =
        fifo("Queue")
            .visibilityTimeout(VISIBILITY)
            .deadLetterQueue(
                DeadLetterQueue.builder().queue(dead).maxReceiveCount(RECEIVES).build())
            .build();
    Vault vault = site.vault();
    JavaFunction function =
        new JavaFunction(
            this,
            "Deliver",
            new JavaFunction.Work(
                "io.tapevault.function.forward.DeliverFunction",
                site.packages().forward(),
                Map.of(
                    "TAPEVAULT_EVENTS_URI", vault.eventsUri(),
                    "TAPEVAULT_SESSIONS_URI", vault.sessionsUri(),
                    "TAPEVAULT_RETENTION", site.settings().retention(),
                    "TAPEVAULT_SINK_NAME", siem.name(),
                    "TAPEVAULT_SINK_URI", siem.url()),
                TIMEOUT,
                1024));
    Access access = site.access();
    function.allow(
        List.of(
            access.readEvents(),
            access.appendEvents(),
            access.tableKey(),
            access.readObjects(Vault.LARGE_EVENTS),
            access.readingKey(),
            // What a SIEM refuses is parked, and it may be too large for the table.
            access.putObjects(Vault.LARGE_EVENTS),
            access.writingKey(),
            PolicyStatement.Builder.create()
                .sid("Consume")
                .actions(
                    List.of("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"))
                .resources(List.of(queue.getQueueArn()))
                .build()));
    CfnEventSourceMapping.Builder.create(this, "Notices")
        .eventSourceArn(queue.getQueueArn())
        .functionName(function.alias().getFunctionArn())
        .batchSize(10)
        .functionResponseTypes(List.of("ReportBatchItemFailures"))
        .metricsConfig(
            CfnEventSourceMapping.MetricsConfigProperty.builder()
                .metrics(List.of("EventCount"))
                .build())
        .build();
  }

  Queue queue() {
    return queue;
  }

  private Queue.Builder fifo(String id) {
    return Queue.Builder.create(this, id)
        .fifo(true)
        // Order is per session, and so is the limit on throughput.
        .deduplicationScope(DeduplicationScope.MESSAGE_GROUP)
        .fifoThroughputLimit(FifoThroughputLimit.PER_MESSAGE_GROUP_ID)
        .encryption(QueueEncryption.SQS_MANAGED)
        .enforceSsl(true)
        .retentionPeriod(KEPT)
        .removalPolicy(RemovalPolicy.DESTROY);
  }
}
