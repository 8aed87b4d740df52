package io.tapevault.node.vault;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The vault, as a node asks it: through the proxies of the environment, with the node's token,
/// following no redirect. Every request is bounded in time, and so is every answer in bytes. Safe
/// for several threads.
public interface VaultClient {

  /// Asks a route of the vault, such as `/v1/config`. The token goes with it.
  Answer ask(String method, String path, Map<String, String> headers, byte[] body)
      throws InterruptedException;

  /// Makes the request of a ticket, at whatever host it names. No token goes with it. The body is
  /// read once.
  Answer send(String method, URI url, Map<String, String> headers, BodyPublisher body)
      throws InterruptedException;

  /// What became of a request.
  sealed interface Answer {

    /// Somebody answered, and did not redirect. Header names are in lower case; `after` is how long
    /// to wait where the answer says so, an hour at most.
    record Said(int status, Map<String, String> headers, String body, Optional<Duration> after)
        implements Answer {

      public boolean success() {
        return status / 100 == 2;
      }

      public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
      }
    }

    /// Nobody did, or somebody between us and them: no connection, no time left, a redirect, a
    /// proxy that refuses. `why` is for people, and holds no secret.
    record Unanswered(String why) implements Answer {}
  }
}
