package io.tapevault.node.vault;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Map;

/// Makes the headers that show who asks.
interface Authenticator {

  /// A request as it will be sent, but for its body and these headers.
  record Unsigned(String method, URI url, Map<String, String> headers) {}

  /// Throws an [IOException] that says what to do, and holds no secret.
  Map<String, String> headers(Unsigned request, byte[] body, Instant now) throws IOException;
}
