package io.tapevault.aws.dynamodb;

import io.tapevault.settings.AwsEndpoint;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.retry.RetryMode;
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
    DynamoDbClientBuilder builder =
        DynamoDbClient.builder()
            .region(Region.of(endpoint.region()))
            .credentialsProvider(DefaultCredentialsProvider.builder().build())
            .endpointDiscoveryEnabled(false)
            .fipsEnabled(endpoint.fips())
            .httpClientBuilder(AwsCrtHttpClient.builder().connectionTimeout(CONNECTION))
            .overrideConfiguration(bounds ->
                bounds
                    .retryStrategy(RetryMode.STANDARD)
                    .apiCallAttemptTimeout(patience.dividedBy(ATTEMPTS))
                    .apiCallTimeout(patience));
    if (endpoint.address() != null) {
      builder.endpointOverride(endpoint.address());
    }
    return builder.build();
  }
}
