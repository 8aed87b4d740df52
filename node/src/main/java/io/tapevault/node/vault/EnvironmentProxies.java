package io.tapevault.node.vault;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The proxy that the environment names: `HTTPS_PROXY` for what is https, but for what `NO_PROXY`
/// lists; the names in lower case go first. This machine is reached without one.
final class EnvironmentProxies extends ProxySelector {

  private final Optional<HttpsProxy> proxy;
  private final Exempt exempt;

  private EnvironmentProxies(Optional<HttpsProxy> proxy, Exempt exempt) {
    this.proxy = proxy;
    this.exempt = exempt;
  }

  /// Throws an [IllegalArgumentException] that repeats no value: there may be a password in it.
  static EnvironmentProxies of(Map<String, String> environment) {
    return new EnvironmentProxies(
        variable(environment, "HTTPS_PROXY").map(HttpsProxy::parse),
        Exempt.parse(variable(environment, "NO_PROXY").orElse("")));
  }

  private static Optional<String> variable(Map<String, String> environment, String name) {
    String lower = environment.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    String value = lower.isBlank() ? environment.getOrDefault(name, "") : lower;
    return Optional.of(value.strip()).filter(text -> !text.isEmpty());
  }

  /// The proxy for an address, where there is one.
  Optional<HttpsProxy> proxy(URI uri) {
    return "https".equalsIgnoreCase(uri.getScheme()) && !exempt.holds(uri)
        ? proxy
        : Optional.empty();
  }

  @Override
  public List<Proxy> select(URI uri) {
    return List.of(
        proxy(uri)
            .map(one ->
                new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(one.host, one.port)))
            .orElse(Proxy.NO_PROXY));
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException failure) {
    // Whoever asked is told.
  }

  /// Where a proxy is, and what it wants to know of us.
  static final class HttpsProxy {
    private final String host;
    private final int port;
    private final Optional<String> authorization;

    private HttpsProxy(String host, int port, Optional<String> authorization) {
      this.host = host;
      this.port = port;
      this.authorization = authorization;
    }

    // The cause would quote the password.
    @SuppressWarnings("UnusedException")
    static HttpsProxy parse(String text) {
      try {
        URI uri = new URI(text.contains("://") ? text : "http://" + text);
        if ("http".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null) {
          String host = uri.getHost().replaceAll("[\\[\\]]", "");
          Optional<String> user =
              Optional.ofNullable(uri.getRawUserInfo()).map(HttpsProxy::authorization);
          return new HttpsProxy(host, uri.getPort() < 0 ? 80 : uri.getPort(), user);
        }
      } catch (URISyntaxException e) {
        // It is told below.
      }
      throw new IllegalArgumentException(
          "HTTPS_PROXY is no proxy such as http://proxy.example.com:3128, or has a user or a"
              + " password that has to be percent-encoded");
    }

    private static String authorization(String rawUserInfo) {
      String user = URLDecoder.decode(rawUserInfo.replace("+", "%2B"), UTF_8);
      String pair = user.contains(":") ? user : user + ":";
      return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
    }

    /// The header for it, where it has a user.
    Optional<String> authorization() {
      return authorization;
    }

    @Override
    public String toString() {
      return host + ":" + port;
    }
  }
}
