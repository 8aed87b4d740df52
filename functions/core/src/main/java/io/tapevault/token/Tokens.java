package io.tapevault.token;

import io.tapevault.token.IssuedToken.Revocation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The tokens that were issued, by their ids. None is ever removed: an event of years ago may name
/// one.
///
/// *Durability* as of [io.tapevault.event.EventLog]. *Idempotency*: everything may be done again.
/// *Order*: what was answered for is there for whoever asks next. Many callers at a time. Throws
/// [io.tapevault.event.Unavailable] and [io.tapevault.event.NotPermitted]: a token that could not
/// be looked up is no token that is not there.
public interface Tokens {

  /// Keeps it. False where another one has its id; the same one again is kept already.
  boolean create(IssuedToken token);

  Optional<IssuedToken> find(String id);

  /// The first revocation counts. The token as it is now; empty where there is none.
  Optional<IssuedToken> revoke(String id, Revocation revocation);

  /// Those whose id is behind `after`, which is empty at first, by id; at most `most`. An empty
  /// list is the end.
  List<IssuedToken> list(String after, int most);

  /// Notes that it was used, at most once within [IssuedToken#NOTED].
  void used(String id, Instant at);
}
