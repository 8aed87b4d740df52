package io.tapevault.aws.s3;

import java.time.Duration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.crt.AwsCrtHttpClient;

/// The HTTP client for S3. It gives up on a connection that stands still.
public final class S3Http {

  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration STANDSTILL = Duration.ofSeconds(10);

  private S3Http() {}

  public static SdkHttpClient client() {
    return AwsCrtHttpClient.builder()
        .connectionTimeout(CONNECT)
        .connectionAcquisitionTimeout(STANDSTILL)
        .connectionHealthConfiguration(
            health -> health.minimumThroughputInBps(1L).minimumThroughputTimeout(STANDSTILL))
        .build();
  }
}
