package io.tapevault.aws;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;

/// Calls of an AWS service, signed and sent without the SDK's module for it: a function needs one
/// of them, and a module is some hundred classes.
public record SignedCall(
    String service,
    String region,
    AwsCredentialsProvider credentials,
    SdkHttpClient http,
    InstantSource clock) {

  // A page of a history.
  private static final int MOST_ANSWER = 4 << 20;
  private static final AwsV4HttpSigner SIGNER = AwsV4HttpSigner.create();

  /// What the service answered.
  @SuppressWarnings("ArrayRecordComponent") // it is never compared
  public record Answer(int status, byte[] body) {}

  public Answer post(URI address, Map<String, String> headers, byte[] body) throws IOException {
    SdkHttpFullRequest.Builder unsigned =
        SdkHttpFullRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(address)
            .putHeader("Content-Length", Integer.toString(body.length));
    headers.forEach(unsigned::putHeader);
    SignedRequest signed =
        SIGNER.sign(sign ->
            sign.identity(credentials.resolveCredentials())
                .request(unsigned.build())
                .payload(ContentStreamProvider.fromByteArray(body))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                .putProperty(
                    HttpSigner.SIGNING_CLOCK,
                    InstantSource.fixed(clock.instant()).withZone(ZoneOffset.UTC)));
    HttpExecuteResponse response =
        http.prepareRequest(
                HttpExecuteRequest.builder()
                    .request(signed.request())
                    .contentStreamProvider(() -> new ByteArrayInputStream(body))
                    .build())
            .call();
    return new Answer(response.httpResponse().statusCode(), read(response));
  }

  private static byte[] read(HttpExecuteResponse response) throws IOException {
    AbortableInputStream body = response.responseBody().orElse(null);
    if (body == null) {
      return new byte[0];
    }
    try (InputStream in = body) {
      return in.readNBytes(MOST_ANSWER);
    }
  }
}
