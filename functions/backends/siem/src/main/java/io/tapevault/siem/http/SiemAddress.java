package io.tapevault.siem.http;

import io.tapevault.forwarding.SinkSpec;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Where a SIEM is: an `https` URL of the public internet or of what the configuration allows, or
/// an `http` URL of this machine. No message says anything of it but its host: it may hold secrets
/// anywhere else.
public final class SiemAddress {

  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");
  // A shorter part of a URL is a word.
  private static final int LEAST_SECRET = 8;

  private final URI endpoint;
  private final Networks networks;
  private final boolean onThisMachine;

  private SiemAddress(URI endpoint, Networks networks, boolean onThisMachine) {
    this.endpoint = endpoint;
    this.networks = networks;
    this.onThisMachine = onThisMachine;
  }

  /// `allow` names addresses and networks with commas between them. Throws an
  /// [IllegalArgumentException].
  public static SiemAddress parse(String text, String allow) {
    return parse(text, allow, "https", "http");
  }

  /// The same for another protocol, of which `plain` is what goes unencrypted within this machine.
  public static SiemAddress parse(String text, String allow, String secure, String plain) {
    URI endpoint = endpoint(text);
    boolean onThisMachine =
        plain.equalsIgnoreCase(endpoint.getScheme()) && THIS_MACHINE.contains(endpoint.getHost());
    if (!onThisMachine && !secure.equalsIgnoreCase(endpoint.getScheme())) {
      throw new IllegalArgumentException(
          "the address is not " + secure + ", nor " + plain + " on this machine");
    }
    SiemAddress address = new SiemAddress(endpoint, Networks.parse(allow), onThisMachine);
    address
        .literal()
        .flatMap(address::refusal)
        .ifPresent(why -> {
          throw new IllegalArgumentException(why);
        });
    return address;
  }

  // The cause would quote the address.
  @SuppressWarnings("UnusedException")
  private static URI endpoint(String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("the address is not a URI");
    }
    if (uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "the address names no host, or has a user or a '#', which are not supported; a secret"
              + " stands in secret");
    }
    if (uri.getPort() == 0 || uri.getPort() > 65_535) {
      throw new IllegalArgumentException("the port of the address is none from 1 to 65535");
    }
    return uri;
  }

  public URI endpoint() {
    return endpoint;
  }

  /// Whether it is reached without TLS, which only this machine is.
  public boolean onThisMachine() {
    return onThisMachine;
  }

  /// The host's name or address, without the brackets of the latter.
  public String host() {
    return endpoint.getHost().replaceAll("[\\[\\]]", "");
  }

  /// Where a path leads below the address, whose query stays. An address that has the path already
  /// is it.
  URI below(String path) {
    String base = endpoint.getRawPath().replaceAll("/+$", "");
    if (path.isEmpty() || base.endsWith(path)) {
      return endpoint;
    }
    String query = endpoint.getRawQuery() == null ? "" : "?" + endpoint.getRawQuery();
    return endpoint.resolve(base + path + query);
  }

  /// The address of the host where it is not a name.
  private Optional<InetAddress> literal() {
    if (!endpoint.getHost().startsWith("[") && !endpoint.getHost().matches("[0-9.]+")) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(host()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// Why the host may not be asked, by what its name means now; empty where it may. Throws where
  /// the name means nothing.
  Optional<String> refusal() throws UnknownHostException {
    return refusal(addresses());
  }

  /// What the host's name means now; one at least.
  public List<InetAddress> addresses() throws UnknownHostException {
    return List.of(InetAddress.getAllByName(endpoint.getHost()));
  }

  /// Why one of these may not be asked; empty where all may.
  public Optional<String> refusal(List<InetAddress> addresses) {
    return addresses.stream().flatMap(one -> refusal(one).stream()).findFirst();
  }

  private Optional<String> refusal(InetAddress one) {
    boolean fine = onThisMachine ? one.isLoopbackAddress() : networks.hold(one);
    return fine
        ? Optional.empty()
        : Optional.of(
            "its address "
                + one.getHostAddress()
                + " is not of the public internet; where it is meant, allow has to name it");
  }

  /// The parts of the URL that may be secret.
  List<String> secrets() {
    return secrets(endpoint);
  }

  /// The same of any SIEM, whose address may be of another kind.
  static Stream<String> secrets(SinkSpec spec) {
    try {
      return secrets(new URI(spec.address())).stream();
    } catch (URISyntaxException e) {
      return Stream.of();
    }
  }

  private static List<String> secrets(URI endpoint) {
    List<String> parts = new ArrayList<>();
    for (String whole :
        Stream.of(
                endpoint.getRawPath(),
                endpoint.getPath(),
                endpoint.getRawQuery(),
                endpoint.getQuery())
            .filter(one -> one != null)
            .toList()) {
      parts.add(whole);
      parts.addAll(List.of(whole.split("[/&=;,]")));
    }
    return parts.stream()
        .filter(part -> part.length() >= LEAST_SECRET)
        .distinct()
        .sorted((one, other) -> other.length() - one.length())
        .toList();
  }

  @Override
  public String toString() {
    return "an address";
  }
}
