package io.tapevault.siem.webhook;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Where to post, and what to sign with. No message says anything of the address: it may hold
/// secrets anywhere.
record WebhookAddress(URI endpoint, List<Secret> secrets) {

  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

  static WebhookAddress parse(String text) {
    int mark = text.indexOf('#');
    String secrets = mark < 0 ? "" : text.substring(mark + 1);
    URI endpoint = endpoint(mark < 0 ? text : text.substring(0, mark));
    return new WebhookAddress(
        endpoint,
        Stream.of(secrets.split(","))
            .filter(secret -> !secret.isEmpty())
            .map(Secret::parse)
            .toList());
  }

  // The cause would quote the address.
  @SuppressWarnings("UnusedException")
  private static URI endpoint(String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("the address of the webhook is not a URI");
    }
    if (uri.getHost() == null || uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "the address of the webhook names no host, or a user, which is not supported");
    }
    boolean safe =
        "https".equalsIgnoreCase(uri.getScheme())
            || ("http".equalsIgnoreCase(uri.getScheme()) && THIS_MACHINE.contains(uri.getHost()));
    if (!safe) {
      throw new IllegalArgumentException("the address of the webhook is not https");
    }
    return uri;
  }

  @Override
  public String toString() {
    return "an address";
  }
}
