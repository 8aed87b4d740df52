package io.tapevault.aws.dynamodb;

import io.tapevault.event.Unavailable;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/// What went wrong at DynamoDB, in the words of the ports.
final class Faults {

  private static final Set<String> TRANSIENT =
      Set.of(
          "ExpiredTokenException",
          "InternalServerError",
          "LimitExceededException",
          "ProvisionedThroughputExceededException",
          "RequestLimitExceeded",
          "ResourceInUseException",
          "ServiceUnavailable",
          "ThrottlingException");

  private Faults() {}

  /// [Unavailable] where the same call may succeed later, else an [IllegalStateException].
  static RuntimeException translated(String table, String action, SdkException fault) {
    if (!(fault instanceof AwsServiceException answer)) {
      return new Unavailable(
          "DynamoDB cannot be reached (" + action + " on the table " + table + ")", fault);
    }
    String what = action + " on the table " + table + ": " + code(answer);
    if (answer.isThrottlingException()
        || answer.statusCode() >= 500
        || TRANSIENT.contains(code(answer))) {
      return new Unavailable(what, fault);
    }
    return new IllegalStateException(what + ": " + answer.getMessage(), fault);
  }

  static boolean denied(SdkException fault) {
    return fault instanceof AwsServiceException answer
        && code(answer).equals("AccessDeniedException");
  }

  private static String code(AwsServiceException answer) {
    return answer.awsErrorDetails() == null || answer.awsErrorDetails().errorCode() == null
        ? "status " + answer.statusCode()
        : answer.awsErrorDetails().errorCode();
  }
}
