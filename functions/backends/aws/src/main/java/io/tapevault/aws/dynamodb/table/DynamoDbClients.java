package io.tapevault.aws.dynamodb.table;

import io.tapevault.aws.json.JsonCalls;
import io.tapevault.aws.json.Service;
import io.tapevault.settings.AwsEndpoint;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.crt.AwsCrtHttpClient;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/// Clients that start quickly and never hang: everything that the SDK would look for is named here.
public final class DynamoDbClients {

  private static final Duration CONNECTION = Duration.ofSeconds(2);
  private static final Duration CALL = Duration.ofSeconds(20);
  private static final int ATTEMPTS = 3;

  private DynamoDbClients() {}

  public static DynamoDbClient open(AwsEndpoint endpoint) {
    return open(endpoint, CALL);
  }

  public static DynamoDbClient open(AwsEndpoint endpoint, Duration patience) {
    return build(
        builder(endpoint, patience)
            .credentialsProvider(credentials())
            .httpClientBuilder(AwsCrtHttpClient.builder().connectionTimeout(CONNECTION)),
        endpoint);
  }

  public static SdkHttpClient http() {
    return AwsCrtHttpClient.builder().connectionTimeout(CONNECTION).build();
  }

  public static AwsCredentialsProvider credentials() {
    return DefaultCredentialsProvider.builder().build();
  }

  public static JsonCalls calls(
      EventsUri uri, AwsCredentialsProvider credentials, SdkHttpClient http) {
    return new JsonCalls(
        new Service(
            "dynamodb",
            "DynamoDB_20120810",
            uri.endpoint().region(),
            address(uri.endpoint()),
            "the table " + uri.table(),
            "1.0",
            Map.of("BatchExecuteStatement", "PartiQLInsert")),
        credentials,
        http,
        InstantSource.system(),
        CALL);
  }

  private static URI address(AwsEndpoint endpoint) {
    if (endpoint.address() != null) {
      return endpoint.address().resolve("/");
    }
    String region = endpoint.region();
    String suffix = PartitionMetadata.of(Region.of(region)).dnsSuffix();
    return URI.create(
        "https://dynamodb" + (endpoint.fips() ? "-fips." : ".") + region + "." + suffix + "/");
  }

  /// What is given stays its owner's to close.
  public static DynamoDbClient open(
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
