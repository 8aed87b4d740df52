package io.tapevault.aws.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;

/// Percent-encoding as SigV4 wants it (RFC 3986).
final class Percent {

  private Percent() {}

  /// Slashes stay.
  static String path(String path) {
    return URLEncoder.encode(path, UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~")
        .replace("%2F", "/");
  }
}
