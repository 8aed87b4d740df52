package io.tapevault.token;

import io.tapevault.event.EventLog;
import io.tapevault.token.IssuedToken.Grant;
import io.tapevault.token.IssuedToken.Revocation;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Issues tokens and revokes them; both are events. A token is handed out once its event is stored.
public final class Issuing {

  private static final int TRIES = 3;

  private final Tokens tokens;
  private final EventLog log;
  private final Supplier<byte[]> random;

  /// `random` gives [Token#RANDOM_BYTES] that nobody can guess, each time anew.
  public Issuing(Tokens tokens, EventLog log, Supplier<byte[]> random) {
    this.tokens = tokens;
    this.log = log;
    this.random = random;
  }

  /// A token, which nobody can show again after this, and what is kept of it.
  public record Issued(Token token, IssuedToken kept) {}

  public Issued create(Grant grant) {
    for (int i = 0; i < TRIES; i++) {
      Token token = Token.of(random.get());
      IssuedToken kept = IssuedToken.of(token, grant);
      if (tokens.create(kept)) {
        log.append(List.of(TokenEvent.created(kept)));
        return new Issued(token, kept);
      }
    }
    throw new IllegalStateException(TRIES + " ids of 64 random bits are taken: that is no chance");
  }

  /// The token as it is now; empty where there is none. What broke off is finished when it is asked
  /// for again.
  public Optional<IssuedToken> revoke(String id, Revocation revocation) {
    Optional<IssuedToken> token = tokens.revoke(id, revocation);
    token.ifPresent(one -> {
      if (one.revoked() != null) {
        log.append(List.of(TokenEvent.revoked(one, one.revoked())));
      }
    });
    return token;
  }

  public List<IssuedToken> list(String after, int most) {
    return tokens.list(after, most);
  }
}
