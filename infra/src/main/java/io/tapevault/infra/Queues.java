package io.tapevault.infra;

import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
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
}
