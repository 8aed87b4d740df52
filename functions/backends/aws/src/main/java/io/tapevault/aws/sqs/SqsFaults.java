package io.tapevault.aws.sqs;

import io.tapevault.aws.AwsErrors;
import io.tapevault.event.NotPermitted;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/// What went wrong at SQS, which says of a queue that may not be used that it does not exist.
final class SqsFaults {

  private static final Set<String> MISSING =
      Set.of("AWS.SimpleQueueService.NonExistentQueue", "QueueDoesNotExist");

  private SqsFaults() {}

  static RuntimeException translated(String permission, String queue, SdkException fault) {
    String resource = "the queue " + queue;
    return fault instanceof AwsServiceException answer && MISSING.contains(AwsErrors.code(answer))
        ? new NotPermitted(permission, resource + ", or it does not exist", fault)
        : AwsErrors.translated(permission, resource, fault);
  }
}
