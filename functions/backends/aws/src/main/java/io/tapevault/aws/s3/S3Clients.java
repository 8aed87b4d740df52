package io.tapevault.aws.s3;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/// The S3 client, with every wait bounded.
final class S3Clients {

  private static final Duration ATTEMPT = Duration.ofSeconds(10);
  private static final Duration CALL = Duration.ofSeconds(30);

  private S3Clients() {}

  static S3Client client(S3Uri uri, AwsCredentialsProvider credentials, SdkHttpClient http) {
    S3Endpoint endpoint = uri.endpoint();
    @Nullable URI address = endpoint.address();
    var client =
        S3Client.builder()
            .region(Region.of(endpoint.region()))
            .credentialsProvider(credentials)
            .httpClient(http)
            .fipsEnabled(endpoint.fips())
            .forcePathStyle(endpoint.pathStyle(uri.bucket()))
            // What has to be checked carries its SHA-256; the SDK's own addition is not known
            // everywhere.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .overrideConfiguration(override ->
                override
                    .retryStrategy(AwsRetryStrategy.standardRetryStrategy())
                    .apiCallAttemptTimeout(ATTEMPT)
                    .apiCallTimeout(CALL));
    if (address != null) {
      client.endpointOverride(address);
    }
    return client.build();
  }

  /// How long an upload may take: one that is slower than 1 MB/s is tried again later.
  static Duration upload(long size) {
    return CALL.plusSeconds(size / 1_000_000);
  }
}
