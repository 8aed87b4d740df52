package io.tapevault.siem.secops;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.json.Json;
import io.tapevault.json.JsonReader;
import io.tapevault.json.Malformed;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/// The key of a Google service account, as Google hands it out: JSON. No message says anything of
/// it.
final class ServiceAccount {

  private static final long SECONDS = 3600;
  private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final String email;
  private final String keyId;
  private final PrivateKey key;

  private ServiceAccount(String email, String keyId, PrivateKey key) {
    this.email = email;
    this.keyId = keyId;
    this.key = key;
  }

  // The cause would quote a part of the key.
  @SuppressWarnings("UnusedException")
  static ServiceAccount parse(String json) {
    Map<String, String> members = new HashMap<>();
    try {
      JsonReader.document(
          "secret",
          () -> JsonReader.JSON.createParser(json),
          parser ->
              JsonReader.object(
                  "secret",
                  parser,
                  name -> {
                    if (parser.currentToken().isScalarValue()) {
                      members.put(name, parser.getText());
                    }
                  }));
      return new ServiceAccount(
          JsonReader.present("client_email", members.get("client_email")),
          members.getOrDefault("private_key_id", ""),
          key(JsonReader.present("private_key", members.get("private_key"))));
    } catch (Malformed | IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the secret is not the JSON key of a service account, with client_email and"
              + " private_key");
    }
  }

  private static PrivateKey key(String pem) throws GeneralSecurityException {
    String body = pem.replaceAll("-----(BEGIN|END) PRIVATE KEY-----", "");
    byte[] der = Base64.getMimeDecoder().decode(body.getBytes(US_ASCII));
    return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
  }

  /// A JSON Web Token for the login, which takes it for an hour.
  String assertion(String login, Instant now) {
    byte[] header =
        Json.object(out -> {
          out.writeStringField("alg", "RS256");
          out.writeStringField("typ", "JWT");
          out.writeStringField("kid", keyId);
        });
    byte[] claims =
        Json.object(out -> {
          out.writeStringField("iss", email);
          out.writeStringField("scope", SCOPE);
          out.writeStringField("aud", login);
          out.writeNumberField("iat", now.getEpochSecond());
          out.writeNumberField("exp", now.getEpochSecond() + SECONDS);
        });
    String signed = BASE64.encodeToString(header) + "." + BASE64.encodeToString(claims);
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key);
      signature.update(signed.getBytes(UTF_8));
      return signed + "." + BASE64.encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has RSA", e);
    }
  }

  @Override
  public String toString() {
    return "a service account";
  }
}
