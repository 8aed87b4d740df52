package io.tapevault.siem.elastic;

import io.tapevault.forwarding.SinkSpec;
import io.tapevault.siem.http.AwsSigner;
import io.tapevault.siem.http.Credentials;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/// How a request shows whose it is.
sealed interface Signature permits Signature.Header, AwsSignature {

  String REGION = "region";
  String SERVICE = "service";

  Map<String, String> headers(URI url, byte[] body) throws AwsSigner.NoCredentials;

  /// What stands in `Authorization` always, or nothing.
  record Header(Map<String, String> headers) implements Signature {
    @Override
    public Map<String, String> headers(URI url, byte[] body) {
      return headers;
    }
  }

  /// With `user`, the secret is a password; with `region`, AWS's own signature; else the secret is
  /// an API key. Throws an [IllegalArgumentException].
  static Signature of(SinkSpec spec, InstantSource clock) {
    String region = spec.options().get(REGION);
    if (region != null) {
      if (spec.secret() != null || spec.options().containsKey(SinkSpec.USER)) {
        throw new IllegalArgumentException("with region, requests are signed: no user, no secret");
      }
      return AwsSignature.of(region, spec.options().getOrDefault(SERVICE, "es"), clock);
    }
    Optional<String> basic = Credentials.basic(spec);
    return new Header(
        basic
            .or(() ->
                spec.secret() == null
                    ? Optional.empty()
                    : Optional.of("ApiKey " + Credentials.token(spec)))
            .map(value -> Map.of("authorization", value))
            .orElse(Map.of()));
  }
}
