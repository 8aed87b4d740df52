package io.tapevault.node.vault;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;

/// Signs requests for an API on AWS (SigV4), with whatever credentials this machine has.
record AwsSignature(AwsCredentialsProvider credentials, String region, String service)
    implements Authenticator {

  private static final Set<String> SENT_ANYHOW = Set.of("content-type", "host");
  private static final AwsV4HttpSigner SIGNER = AwsV4HttpSigner.create();

  static AwsSignature ofApi(String region, String profile) {
    DefaultCredentialsProvider.Builder credentials = DefaultCredentialsProvider.builder();
    if (!profile.isEmpty()) {
      credentials.profileName(profile);
    }
    return new AwsSignature(credentials.build(), region, "execute-api");
  }

  @Override
  public Map<String, String> headers(Unsigned request, byte[] body, Instant now)
      throws IOException {
    AwsCredentials identity = identity();
    SdkHttpRequest signed =
        SIGNER
            .sign(sign ->
                sign.identity(identity)
                    .request(unsigned(request))
                    .payload(ContentStreamProvider.fromByteArray(body))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                    .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                    .putProperty(
                        HttpSigner.SIGNING_CLOCK,
                        InstantSource.fixed(now).withZone(ZoneOffset.UTC)))
            .request();
    Map<String, String> headers = new TreeMap<>();
    signed.forEachHeader(
        (name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
    headers.keySet().removeAll(SENT_ANYHOW);
    return headers;
  }

  private AwsCredentials identity() throws IOException {
    try {
      return credentials.resolveCredentials();
    } catch (RuntimeException e) {
      // Its message may quote what a credential_process printed.
      throw new IOException(
          "no AWS credentials were found: give this machine a role, or set AWS_ACCESS_KEY_ID and"
              + " AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, in its environment",
          e);
    }
  }

  private static SdkHttpRequest unsigned(Unsigned request) {
    SdkHttpRequest.Builder unsigned =
        SdkHttpRequest.builder()
            .uri(request.url())
            .method(SdkHttpMethod.fromValue(request.method()));
    // Something between may change the others.
    request
        .headers()
        .forEach((name, value) -> {
          if (name.equalsIgnoreCase("content-type")) {
            unsigned.putHeader(name, value);
          }
        });
    return unsigned.build();
  }
}
