package io.tapevault.siem.elastic;

import java.net.URI;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/// The signature that OpenSearch Service (`es`) and Serverless (`aoss`) ask for, with whatever
/// credentials this machine has.
record AwsSignature(
    AwsCredentialsProvider credentials, String region, String service, InstantSource clock)
    implements Signature {

  private static final Pattern REGIONS = Pattern.compile("[a-z0-9-]{5,30}");
  private static final AwsV4HttpSigner SIGNER = AwsV4HttpSigner.create();

  static AwsSignature of(String region, String service, InstantSource clock) {
    if (!REGIONS.matcher(region).matches() || !Set.of("es", "aoss").contains(service)) {
      throw new IllegalArgumentException(
          "region is one of AWS's, such as eu-central-1, and service is es or aoss");
    }
    return new AwsSignature(DefaultCredentialsProvider.builder().build(), region, service, clock);
  }

  @Override
  public Map<String, String> headers(URI url, byte[] body) throws NoCredentials {
    AwsCredentialsIdentity identity;
    try {
      identity = credentials.resolveCredentials();
    } catch (SdkException e) {
      throw new NoCredentials(e);
    }
    SdkHttpRequest signed =
        SIGNER
            .sign(sign ->
                sign.identity(identity)
                    .request(SdkHttpRequest.builder().uri(url).method(SdkHttpMethod.POST).build())
                    .payload(ContentStreamProvider.fromByteArray(body))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                    .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                    .putProperty(
                        HttpSigner.SIGNING_CLOCK,
                        InstantSource.fixed(clock.instant()).withZone(ZoneOffset.UTC)))
            .request();
    Map<String, String> headers = new TreeMap<>();
    signed.forEachHeader(
        (name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
    // The client sends it anyhow.
    headers.remove("host");
    return headers;
  }
}
