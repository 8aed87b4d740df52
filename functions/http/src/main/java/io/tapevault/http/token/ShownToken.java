package io.tapevault.http.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Where shippers show a token: only in headers, since addresses stand in logs.
public final class ShownToken {

  private static final String FIREHOSE = "x-amz-firehose-access-key";

  private ShownToken() {}

  /// What is shown, whatever it is: in `Authorization` as `Bearer`, as `Splunk`, or as the password
  /// of `Basic`, with any user, or its user where there is no password; else in Firehose's own
  /// header. Names of headers are in lower case.
  public static Optional<String> in(Map<String, String> headers) {
    return authorization(headers.getOrDefault("authorization", ""))
        .or(() -> Optional.ofNullable(headers.get(FIREHOSE)).map(String::strip))
        .filter(shown -> !shown.isEmpty());
  }

  private static Optional<String> authorization(String header) {
    String value = header.strip();
    int space = value.indexOf(' ');
    if (space < 0) {
      return Optional.empty();
    }
    String credentials = value.substring(space + 1).strip();
    return switch (value.substring(0, space).toLowerCase(Locale.ROOT)) {
      case "bearer", "splunk" -> Optional.of(credentials);
      case "basic" -> basic(credentials);
      default -> Optional.empty();
    };
  }

  private static Optional<String> basic(String credentials) {
    try {
      String pair = new String(Base64.getDecoder().decode(credentials), UTF_8);
      int colon = pair.indexOf(':');
      if (colon < 0) {
        return Optional.empty();
      }
      String password = pair.substring(colon + 1);
      return Optional.of(password.isEmpty() ? pair.substring(0, colon) : password);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
