package io.tapevault.aws.s3;

import io.tapevault.event.Unavailable;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Says what S3 answered in our own words: [Unavailable] where the same call may succeed later,
/// else an [IllegalStateException]; either names action, bucket and key.
record S3Calls(String bucket) {

  <T> T call(String action, String key, Supplier<T> call) {
    String what = "cannot " + action + " s3://" + bucket + "/" + key + ": ";
    try {
      return call.get();
    } catch (S3Exception e) {
      throw isTransient(e)
          ? new Unavailable(what + said(e), e)
          : new IllegalStateException(what + said(e), e);
    } catch (SdkClientException e) {
      throw new Unavailable(what + e.getMessage(), e);
    }
  }

  private static boolean isTransient(S3Exception e) {
    boolean overloaded = e.statusCode() >= 500 && e.statusCode() != 501;
    // Another request for the same bucket or key at the same time; but a bucket of others stays
    // theirs.
    boolean crossed = e.statusCode() == 409 && !code(e).equals("BucketAlreadyExists");
    return overloaded || crossed || e.isThrottlingException() || code(e).equals("RequestTimeout");
  }

  private static String said(S3Exception e) {
    return (e.statusCode() + " " + code(e)).strip();
  }

  static String code(S3Exception e) {
    String code = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorCode();
    return code == null ? "" : code;
  }
}
