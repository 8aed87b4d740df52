package io.tapevault.aws;

import io.tapevault.event.NotPermitted;
import io.tapevault.event.Unavailable;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/// What went wrong at AWS, in the words of the ports: [Unavailable] where the same call may succeed
/// later, [NotPermitted] where a permission is missing, else an [IllegalStateException].
public final class AwsErrors {

  private static final Set<String> TRANSIENT =
      Set.of(
          "ExpiredToken",
          "ExpiredTokenException",
          "InternalServerError",
          "LimitExceededException",
          "ProvisionedThroughputExceededException",
          "RequestExpired",
          "RequestLimitExceeded",
          "RequestTimeout",
          "RequestTimeTooSkewed",
          "ResourceInUseException",
          "ServiceUnavailable",
          "Throttling",
          "ThrottlingException");
  private static final Set<String> DENIED =
      Set.of(
          "AccessDenied", "AccessDeniedException", "KMS.AccessDeniedException", "KmsAccessDenied");
  // S3's name for a bucket of somebody else stays true.
  private static final String OF_OTHERS = "BucketAlreadyExists";
  // "User: … is not authorized to perform: kms:Decrypt on resource: …": often it is another
  // permission than that of the call.
  private static final Pattern PERMISSION =
      Pattern.compile("not authorized to perform: ([a-z0-9-]{1,40}:[A-Za-z]{1,80})");

  private AwsErrors() {}

  /// `permission` is the one that the call needs, such as `dynamodb:PutItem`; `resource` is what it
  /// was called on, such as `the table events`.
  public static RuntimeException translated(
      String permission, String resource, SdkException fault) {
    if (!(fault instanceof AwsServiceException answer)) {
      return new Unavailable(permission + " on " + resource + ": " + fault.getMessage(), fault);
    }
    Answer said = new Answer(answer.statusCode(), code(answer), message(answer));
    return answer.isThrottlingException()
        ? new Unavailable(permission + " on " + resource + ": " + said, fault)
        : caused(translated(permission, resource, said), fault);
  }

  /// Of a call that was made without the SDK's client.
  public static RuntimeException translated(String permission, String resource, Answer said) {
    if (said.isDenied()) {
      Matcher named = PERMISSION.matcher(said.message());
      return new NotPermitted(named.find() ? named.group(1) : permission, resource);
    }
    String what = permission + " on " + resource + ": " + said;
    return said.mayPass()
        ? new Unavailable(what)
        : new IllegalStateException(
            said.message().isEmpty() ? what : what + " (" + said.message() + ")");
  }

  private static RuntimeException caused(RuntimeException translated, SdkException fault) {
    translated.initCause(fault);
    return translated;
  }

  /// AWS's own code of an answer; empty where there is none.
  public static String code(AwsServiceException answer) {
    String code = answer.awsErrorDetails() == null ? null : answer.awsErrorDetails().errorCode();
    return code == null ? "" : code;
  }

  private static String message(AwsServiceException answer) {
    String message =
        answer.awsErrorDetails() == null ? null : answer.awsErrorDetails().errorMessage();
    return message == null ? "" : message;
  }

  /// What AWS answered in place of success.
  public record Answer(int status, String code, String message) {

    private boolean mayPass() {
      boolean overloaded = status >= 500 && status != 501;
      boolean crossed = status == 409 && !code.equals(OF_OTHERS);
      // A key that is disabled or being deleted can be brought back.
      boolean locked = code.startsWith("KMS.") || code.startsWith("Kms");
      return overloaded || crossed || status == 429 || locked || TRANSIENT.contains(code);
    }

    private boolean isDenied() {
      // An answer to HEAD has no code.
      boolean forbidden = (status == 401 || status == 403) && code.isEmpty();
      return forbidden || DENIED.contains(code);
    }

    @Override
    public String toString() {
      return (status + " " + code).strip();
    }
  }
}
