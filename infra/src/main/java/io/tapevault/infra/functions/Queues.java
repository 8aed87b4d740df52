package io.tapevault.infra.functions;

import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.sqs.DeadLetterQueue;
import software.amazon.awscdk.services.sqs.DeduplicationScope;
import software.amazon.awscdk.services.sqs.FifoThroughputLimit;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.sqs.QueueEncryption;
import software.constructs.Construct;

/// What all queues have in common. They hold notices only: what they tell of is kept elsewhere, and
/// they go with the stack.
public final class Queues {

  // SQS takes no more.
  private static final int RECEIVES = 1000;

  private Queues() {}

  /// Keeps messages as long as SQS can, encrypted, and takes none over plain HTTP.
  static Queue.Builder kept(Construct scope, String id) {
    return Queue.Builder.create(scope, id)
        .encryption(QueueEncryption.SQS_MANAGED)
        .enforceSsl(true)
        .retentionPeriod(Duration.days(14))
        .removalPolicy(RemovalPolicy.DESTROY);
  }

  /// A queue, and where a message is put that was tried so often that SQS gives it up: after about
  /// 12 days.
  record Notices(Queue queue, Queue dead) {}

  /// For notices of events: in order, and limited in throughput, per session.
  static Notices notices(Construct scope, Duration visibility) {
    Queue dead = fifo(scope, "Dead").build();
    Queue queue =
        fifo(scope, "Queue")
            .visibilityTimeout(visibility)
            .deadLetterQueue(
                DeadLetterQueue.builder().queue(dead).maxReceiveCount(RECEIVES).build())
            .build();
    return new Notices(queue, dead);
  }

  private static Queue.Builder fifo(Construct scope, String id) {
    return kept(scope, id)
        .fifo(true)
        .deduplicationScope(DeduplicationScope.MESSAGE_GROUP)
        .fifoThroughputLimit(FifoThroughputLimit.PER_MESSAGE_GROUP_ID);
  }

  /// When what waits is older than an hour.
  public static Alarm old(Construct scope, String id, Queue queue, String description) {
    return Alarm.Builder.create(scope, id)
        .alarmDescription(description)
        .metric(queue.metricApproximateAgeOfOldestMessage())
        .threshold(Duration.hours(1).toSeconds())
        .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
        .evaluationPeriods(1)
        .treatMissingData(TreatMissingData.NOT_BREACHING)
        .build();
  }
}
