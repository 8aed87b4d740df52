package io.tapevault.aws.s3;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;

/// Signs URLs, each for one request and for a while. It needs no S3 client.
final class SignedUrls {

  private final S3Uri uri;
  private final AwsCredentialsProvider credentials;
  private final InstantSource clock;
  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

  SignedUrls(S3Uri uri, AwsCredentialsProvider credentials, InstantSource clock) {
    this.uri = uri;
    this.credentials = credentials;
    this.clock = clock;
  }

  /// A request for one object. Every header is signed, and has to be sent as it is.
  record Request(
      SdkHttpMethod method, String key, Map<String, String> headers, Map<String, String> query) {}

  /// A request that can be sent as it is until it expires, or until the credentials do that signed
  /// it.
  record Signed(SdkHttpRequest request, Instant expires) {
    URI url() {
      return request.getUri();
    }
  }

  Signed sign(Request request, Duration validity) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    AwsCredentials identity = credentials.resolveCredentials();
    SdkHttpRequest signed =
        signer
            .sign(sign ->
                sign.identity(identity)
                    .request(unsigned(request))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, uri.endpoint().region())
                    .putProperty(AwsV4HttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                    .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, validity)
                    // S3 takes keys as they are, and a signed URL without the payload's digest.
                    .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                    .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                    .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false)
                    .putProperty(
                        HttpSigner.SIGNING_CLOCK,
                        InstantSource.fixed(now).withZone(ZoneOffset.UTC)))
            .request();
    Instant expires = now.plus(validity);
    return new Signed(signed, identity.expirationTime().filter(expires::isAfter).orElse(expires));
  }

  private SdkHttpRequest unsigned(Request request) {
    SdkHttpFullRequest.Builder unsigned =
        SdkHttpFullRequest.builder()
            .uri(uri.endpoint().of(uri.bucket(), request.key()))
            .method(request.method());
    request.headers().forEach(unsigned::putHeader);
    request.query().forEach(unsigned::putRawQueryParameter);
    return unsigned.build();
  }
}
