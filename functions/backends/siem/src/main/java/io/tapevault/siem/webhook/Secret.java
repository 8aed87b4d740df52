package io.tapevault.siem.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A symmetric key of Standard Webhooks: `whsec_` and the Base64 of 24 to 64 bytes.
final class Secret {

  private static final String PREFIX = "whsec_";
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  private Secret(SecretKeySpec key) {
    this.key = key;
  }

  // The cause would quote a part of the secret.
  @SuppressWarnings("UnusedException")
  static Secret parse(String text) {
    try {
      byte[] bytes =
          text.startsWith(PREFIX)
              ? Base64.getDecoder().decode(text.substring(PREFIX.length()))
              : new byte[0];
      if (bytes.length >= 24 && bytes.length <= 64) {
        return new Secret(new SecretKeySpec(bytes, ALGORITHM));
      }
    } catch (IllegalArgumentException e) {
      // as below
    }
    throw new IllegalArgumentException("the secret is not whsec_ and the Base64 of 24 to 64 bytes");
  }

  String signature(String id, long timestamp, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update((id + '.' + timestamp + '.').getBytes(UTF_8));
      return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }

  @Override
  public String toString() {
    return "a secret";
  }
}
