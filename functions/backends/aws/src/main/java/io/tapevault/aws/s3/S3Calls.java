package io.tapevault.aws.s3;

import io.tapevault.aws.AwsErrors;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;

/// Calls S3, and says what went wrong in the words of the ports.
record S3Calls(String bucket) {

  <T> T call(String permission, String key, Supplier<T> call) {
    try {
      return call.get();
    } catch (SdkException e) {
      throw AwsErrors.translated(permission, "s3://" + bucket + "/" + key, e);
    }
  }
}
