package io.tapevault.siem.webhook;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What a receiver wants to see beside the headers of the protocol: `x-tenant: 7; x-team: soc`. A
/// value may be a secret, so no message says it.
final class OwnHeaders {

  // Those that are ours, and those that belong to the connection.
  private static final Set<String> TAKEN =
      Set.of(
          "connection",
          "content-encoding",
          "content-length",
          "content-type",
          "date",
          "expect",
          "host",
          "keep-alive",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "user-agent");

  private OwnHeaders() {}

  /// Throws an [IllegalArgumentException].
  static Map<String, String> parse(String text) {
    Map<String, String> headers = new TreeMap<>();
    for (String one : text.split(";", -1)) {
      if (one.isBlank()) {
        continue;
      }
      int colon = one.indexOf(':');
      String name = colon < 0 ? "" : one.substring(0, colon).strip().toLowerCase(Locale.ROOT);
      String value = one.substring(colon + 1).strip();
      if (!name.matches("[a-z0-9-]{1,100}") || !value.matches("[ -~]{1,4096}")) {
        throw new IllegalArgumentException("headers: they are not such as x-tenant: 7; x-team: a");
      }
      if (TAKEN.contains(name) || name.startsWith("webhook-")) {
        throw new IllegalArgumentException("headers: " + name + " is not to be chosen");
      }
      headers.put(name, value);
    }
    return headers;
  }
}
