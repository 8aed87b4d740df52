package io.tapevault.siem.http;

import java.net.URI;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/// AWS's signature of a request, version 4, with whatever credentials this machine has.
public record AwsSigner(
    AwsCredentialsProvider credentials, String region, String service, InstantSource clock) {

  private static final AwsV4HttpSigner SIGNER = AwsV4HttpSigner.create();

  public static AwsSigner of(String region, String service, InstantSource clock) {
    return new AwsSigner(DefaultCredentialsProvider.builder().build(), region, service, clock);
  }

  /// There is nothing to sign with.
  public static final class NoCredentials extends Exception {
    private static final long serialVersionUID = 1;

    NoCredentials(Throwable cause) {
      super(
          "no AWS credentials were found: give this machine a role, or set AWS_ACCESS_KEY_ID and"
              + " AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, in its environment",
          cause);
    }
  }

  /// Of a POST: these headers, which are signed too, and those of the signature.
  public Map<String, String> sign(URI url, byte[] body, Map<String, String> headers)
      throws NoCredentials {
    return sign("POST", url, body, headers);
  }

  /// The same for another method.
  public Map<String, String> sign(String method, URI url, byte[] body, Map<String, String> headers)
      throws NoCredentials {
    AwsCredentialsIdentity identity;
    try {
      identity = credentials.resolveCredentials();
    } catch (SdkException e) {
      throw new NoCredentials(e);
    }
    SdkHttpRequest.Builder unsigned =
        SdkHttpRequest.builder().uri(url).method(SdkHttpMethod.fromValue(method));
    headers.forEach(unsigned::putHeader);
    SdkHttpRequest signed =
        SIGNER
            .sign(sign ->
                sign.identity(identity)
                    .request(unsigned.build())
                    .payload(ContentStreamProvider.fromByteArrayUnsafe(body))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                    .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                    // S3 takes names as they are.
                    .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, !service.equals("s3"))
                    .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, !service.equals("s3"))
                    .putProperty(
                        HttpSigner.SIGNING_CLOCK,
                        InstantSource.fixed(clock.instant()).withZone(ZoneOffset.UTC)))
            .request();
    Map<String, String> all = new TreeMap<>();
    signed.forEachHeader(
        (name, values) -> all.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
    // The client sends it anyhow.
    all.remove("host");
    return all;
  }
}
