package io.tapevault.aws;

import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.crt.AwsCrtHttpClient;

/// What calls of AWS have in common. One HTTP client is enough for all that a function says: each
/// costs as much CPU at start as a hundred classes, for its TLS alone.
public final class AwsClients {

  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration STANDSTILL = Duration.ofSeconds(10);

  private AwsClients() {}

  private static final class OfFunction {
    static final SdkHttpClient HTTP = newHttp();
  }

  /// The one of a function, which nobody closes.
  public static SdkHttpClient http() {
    return OfFunction.HTTP;
  }

  /// One that gives up on a connection that stands still.
  public static SdkHttpClient newHttp() {
    return AwsCrtHttpClient.builder()
        .connectionTimeout(CONNECT)
        .connectionAcquisitionTimeout(STANDSTILL)
        .connectionHealthConfiguration(
            health -> health.minimumThroughputInBps(1L).minimumThroughputTimeout(STANDSTILL))
        .build();
  }

  /// Those that Lambda sets as variables, which AWS's chain would find too, with a hundred classes
  /// more. Under SnapStart they are fetched, and the chain knows where.
  public static AwsCredentialsProvider credentials(Map<String, String> env) {
    return env.containsKey("AWS_ACCESS_KEY_ID") && env.containsKey("AWS_SECRET_ACCESS_KEY")
        ? EnvironmentVariableCredentialsProvider.create()
        : DefaultCredentialsProvider.builder().build();
  }
}
