package io.tapevault.node.vault;

import io.tapevault.node.vault.EnvironmentProxies.HttpsProxy;
import io.tapevault.node.vault.VaultClient.Answer.Unanswered;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Says why a request was not answered. Of a URL only the host is named: the rest is a permission.
record Failures(URI url, Optional<HttpsProxy> proxy) {

  private static final int MOST_WORDS = 200;

  static String host(URI url) {
    return url.getPort() < 0 ? String.valueOf(url.getHost()) : url.getHost() + ":" + url.getPort();
  }

  private String via() {
    return proxy.map(one -> " through the proxy " + one).orElse("");
  }

  Unanswered silent(Duration patience) {
    return new Unanswered(
        host(url) + via() + ": nothing happened for " + patience.toSeconds() + " s");
  }

  Unanswered proxyWantsUser() {
    return new Unanswered(
        "the proxy "
            + proxy.map(HttpsProxy::toString).orElse("before " + host(url))
            + " answers 407: it wants a user and a password, or others than HTTPS_PROXY has");
  }

  Unanswered redirected(int status, Map<String, String> headers) {
    String region = headers.get("x-amz-bucket-region");
    return new Unanswered(
        host(url)
            + via()
            + " redirects ("
            + status
            + ")"
            + target(headers.getOrDefault("location", ""))
            + (region == null ? "" : ", region " + harmless(region))
            + ": a redirect is not followed");
  }

  private String target(String location) {
    try {
      URI to = url.resolve(location);
      return location.isEmpty() || to.getHost() == null ? "" : " to " + host(to);
    } catch (IllegalArgumentException e) {
      return " to an address that is none";
    }
  }

  Unanswered of(@Nullable Throwable failure) {
    return new Unanswered(host(url) + via() + ": " + why(failure));
  }

  private String why(@Nullable Throwable failure) {
    for (Throwable one = failure; one != null; one = one.getCause()) {
      Optional<String> known =
          switch (one) {
            case UnknownHostException e -> Optional.of("the name of the host is not known");
            case UnresolvedAddressException e -> Optional.of("the name of the host is not known");
            case CertificateExpiredException e -> Optional.of(notNow("has expired", e));
            case CertificateNotYetValidException e -> Optional.of(notNow("is not valid yet", e));
            case HttpConnectTimeoutException e -> Optional.of("no connection in time");
            default -> Optional.empty();
          };
      if (known.isPresent()) {
        return known.get();
      }
    }
    return switch (failure) {
      case ConnectException e -> "no connection" + words(e);
      case SSLException e -> "no trust" + words(e);
      case null -> "it failed";
      default -> failure.getClass().getSimpleName() + words(failure);
    };
  }

  private static String notNow(String what, Throwable failure) {
    return "its certificate " + what + ", or the clock of this machine is wrong" + words(failure);
  }

  private static String words(Throwable failure) {
    return failure.getMessage() == null ? "" : ": " + harmless(failure.getMessage());
  }

  private static String harmless(String text) {
    String clean = text.replaceAll("[^\\x20-\\x7e]+", " ");
    return clean.length() <= MOST_WORDS ? clean : clean.substring(0, MOST_WORDS) + "…";
  }
}
