package io.tapevault.siem.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.forwarding.SinkSpec;
import io.tapevault.forwarding.secrets.SecretReference;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// Whom to believe, and how to show oneself, where that is not as with everybody: all of it as PEM.
/// No message says anything of a key.
public final class Tls {

  private static final char[] NONE = new char[0];

  private Tls() {}

  /// Of the options `ca` (those who sign the SIEM's certificate, instead of the public ones), and
  /// `certificate` with `key` (of this client); empty where there are none. Throws an
  /// [IllegalArgumentException].
  public static Optional<SSLContext> of(Map<String, String> options) {
    String ca = options.get(SinkSpec.CA);
    String certificate = options.get(SinkSpec.CERTIFICATE);
    String key = options.get(SinkSpec.KEY);
    if ((certificate == null) != (key == null)) {
      throw new IllegalArgumentException("certificate and key go together, and one is missing");
    }
    boolean isNamed =
        Stream.of(ca, certificate, key)
            .anyMatch(one -> one != null && SecretReference.parse(one).isPresent());
    // What is only named is known when the SIEM is opened.
    if (isNamed || (ca == null && certificate == null)) {
      return Optional.empty();
    }
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(client(certificate, key), ca == null ? null : trust(ca), null);
      return Optional.of(context);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("every Java platform has TLS", e);
    }
  }

  /// Why a person has to act first, where the other side is not believed to be who it should be.
  public static Optional<String> distrust(@Nullable Throwable failure) {
    boolean distrusted = false;
    Throwable cause = failure;
    // A cause that is its own has no end.
    for (int depth = 0; cause != null && depth < 8; depth++) {
      distrusted |= cause instanceof CertificateException;
      cause = cause.getCause();
    }
    return distrusted
        ? Optional.of(
            "its certificate is of another host, has expired, or is signed by nobody known: see ca")
        : Optional.empty();
  }

  private static TrustManager[] trust(String ca) throws GeneralSecurityException, IOException {
    KeyStore store = empty();
    for (Certificate one : certificates("ca", ca)) {
      store.setCertificateEntry("ca-" + store.size(), one);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static KeyManager @Nullable [] client(@Nullable String certificate, @Nullable String key)
      throws GeneralSecurityException, IOException {
    if (certificate == null || key == null) {
      return null;
    }
    KeyStore store = empty();
    Certificate[] chain = certificates("certificate", certificate).toArray(Certificate[]::new);
    PrivateKey secret = key(key, chain[0].getPublicKey().getAlgorithm());
    if (!fits(secret, chain[0].getPublicKey())) {
      throw new IllegalArgumentException("key: it is not the key of the first certificate");
    }
    store.setKeyEntry("client", secret, NONE, chain);
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, NONE);
    return factory.getKeyManagers();
  }

  // Nobody else says so before the first connection, and then only that it failed.
  private static boolean fits(PrivateKey secret, PublicKey shown) throws GeneralSecurityException {
    String algorithm =
        switch (shown.getAlgorithm()) {
          case "EC" -> "SHA256withECDSA";
          case "RSA" -> "SHA256withRSA";
          default -> shown.getAlgorithm();
        };
    Signature signing = Signature.getInstance(algorithm);
    signing.initSign(secret);
    Signature verifying = Signature.getInstance(algorithm);
    verifying.initVerify(shown);
    return verifying.verify(signing.sign());
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NONE);
    return store;
  }

  // The cause would quote what may be a key in the wrong place.
  @SuppressWarnings("UnusedException")
  private static List<Certificate> certificates(String option, String pem) {
    List<Certificate> certificates = new ArrayList<>();
    try {
      certificates.addAll(
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem.getBytes(UTF_8))));
    } catch (GeneralSecurityException e) {
      // as below
    }
    if (certificates.isEmpty()) {
      throw new IllegalArgumentException(
          option + ": it is no certificates in PEM, -----BEGIN CERTIFICATE-----");
    }
    return certificates;
  }

  // The cause would quote a part of the key.
  @SuppressWarnings("UnusedException")
  private static PrivateKey key(String pem, String algorithm) {
    String body =
        pem.strip().startsWith("-----BEGIN PRIVATE KEY-----")
            ? pem.replaceAll("-----(BEGIN|END) PRIVATE KEY-----", "")
            : "";
    try {
      byte[] der = Base64.getMimeDecoder().decode(body.getBytes(US_ASCII));
      return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "key: it is no PKCS #8 key of that certificate in PEM without a password; `openssl pkcs8"
              + " -topk8 -nocrypt` makes one of another");
    }
  }
}
