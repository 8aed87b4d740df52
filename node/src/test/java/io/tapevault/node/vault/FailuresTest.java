package io.tapevault.node.vault;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

final class FailuresTest {

  private static String said(Throwable failure) {
    URI ticket = URI.create("https://bucket.example/s.tar?X-Amz-Signature=secret");
    return new Failures(ticket, Optional.empty()).of(failure).why();
  }

  private static Throwable handshake(Throwable cause) {
    return new SSLHandshakeException(
        "(certificate_expired) PKIX", new CertPathValidatorException(cause));
  }

  @Test
  void a_certificate_that_is_not_valid_now_may_be_the_clocks_fault() {
    assertEquals(
        "bucket.example: its certificate has expired, or the clock of this machine is wrong:"
            + " NotAfter: yesterday",
        said(handshake(new CertificateExpiredException("NotAfter: yesterday"))));
    assertEquals(
        "bucket.example: its certificate is not valid yet, or the clock of this machine is wrong:"
            + " NotBefore: tomorrow",
        said(handshake(new CertificateNotYetValidException("NotBefore: tomorrow"))));
  }

  @Test
  void a_certificate_of_somebody_else_is_no_matter_of_the_clock() {
    assertEquals(
        "bucket.example: no trust: (certificate_unknown) No name matching bucket.example found",
        said(
            new SSLHandshakeException(
                "(certificate_unknown) No name matching bucket.example found")));
  }

  @Test
  void a_name_that_is_not_known_is_told_wherever_it_stands_among_the_causes() {
    assertEquals(
        "bucket.example: the name of the host is not known",
        said(new IllegalStateException(new UnknownHostException("bucket.example"))));
  }
}
