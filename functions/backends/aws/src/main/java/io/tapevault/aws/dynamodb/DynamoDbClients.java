package io.tapevault.aws.dynamodb;

import io.tapevault.settings.AwsEndpoint;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.crt.AwsCrtHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/// Clients that start quickly and never hang: everything that the SDK would look for is named here.
final class DynamoDbClients {

  private static final Duration CONNECTION = Duration.ofSeconds(2);
  private static final Duration CALL = Duration.ofSeconds(20);
  private static final int ATTEMPTS = 3;

  private DynamoDbClients() {}

  static DynamoDbClient open(AwsEndpoint endpoint) {
    return open(endpoint, CALL);
  }

  static DynamoDbClient open(AwsEndpoint endpoint, Duration patience) {
    return build(
        builder(endpoint, patience)
            .credentialsProvider(DefaultCredentialsProvider.builder().build())
            .httpClientBuilder(AwsCrtHttpClient.builder().connectionTimeout(CONNECTION)),
        endpoint);
  }

  /// What is given stays its owner's to close.
  static DynamoDbClient open(
      AwsEndpoint endpoint, AwsCredentialsProvider credentials, SdkHttpClient http) {
    return build(
        builder(endpoint, CALL).credentialsProvider(credentials).httpClient(http), endpoint);
  }

  private static DynamoDbClientBuilder builder(AwsEndpoint endpoint, Duration patience) {
    return DynamoDbClient.builder()
        .region(Region.of(endpoint.region()))
        .endpointDiscoveryEnabled(false)
        .fipsEnabled(endpoint.fips())
        .overrideConfiguration(bounds ->
            bounds
                .retryStrategy(RetryMode.STANDARD)
                .apiCallAttemptTimeout(patience.dividedBy(ATTEMPTS))
                .apiCallTimeout(patience));
  }

  private static DynamoDbClient build(DynamoDbClientBuilder builder, AwsEndpoint endpoint) {
    if (endpoint.address() != null) {
      builder.endpointOverride(endpoint.address());
    }
    return builder.build();
  }
}
