package io.tapevault.siem.elastic;

import io.tapevault.siem.http.AwsSigner;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// The signature that OpenSearch Service (`es`) and Serverless (`aoss`) ask for.
record AwsSignature(AwsSigner signer) implements Signature {

  private static final Pattern REGIONS = Pattern.compile("[a-z0-9-]{5,30}");

  static AwsSignature of(String region, String service, InstantSource clock) {
    if (!REGIONS.matcher(region).matches() || !Set.of("es", "aoss").contains(service)) {
      throw new IllegalArgumentException(
          "region is one of AWS's, such as eu-central-1, and service is es or aoss");
    }
    return new AwsSignature(AwsSigner.of(region, service, clock));
  }

  @Override
  public Map<String, String> headers(URI url, byte[] body) throws AwsSigner.NoCredentials {
    return signer.sign(url, body, Map.of());
  }
}
