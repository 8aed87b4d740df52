package io.tapevault.infra;

import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.sqs.DeduplicationScope;
import software.amazon.awscdk.services.sqs.FifoThroughputLimit;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.sqs.QueueEncryption;
import software.constructs.Construct;

/// What all queues have in common. They hold notices only: what they tell of is kept elsewhere, and
/// they go with the stack.
final class Queues {

  private Queues() {}

  /// Keeps messages as long as SQS can, encrypted, and takes none over plain HTTP.
  static Queue.Builder kept(Construct scope, String id) {
    return Queue.Builder.create(scope, id)
        .encryption(QueueEncryption.SQS_MANAGED)
        .enforceSsl(true)
        .retentionPeriod(Duration.days(14))
        .removalPolicy(RemovalPolicy.DESTROY);
  }

  /// For notices of events: in order, and limited in throughput, per session.
  static Queue.Builder fifo(Construct scope, String id) {
    return kept(scope, id)
        .fifo(true)
        .deduplicationScope(DeduplicationScope.MESSAGE_GROUP)
        .fifoThroughputLimit(FifoThroughputLimit.PER_MESSAGE_GROUP_ID);
  }
}
