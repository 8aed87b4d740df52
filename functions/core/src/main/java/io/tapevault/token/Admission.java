package io.tapevault.token;

import io.tapevault.token.IssuedToken.State;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/// Lets in who shows a token that is known and still counts.
public final class Admission {

  private final Tokens tokens;
  private final InstantSource clock;
  private final Consumer<RuntimeException> notNoted;

  /// That a use could not be noted is told to `notNoted`, and keeps nobody out.
  public Admission(Tokens tokens, InstantSource clock, Consumer<RuntimeException> notNoted) {
    this.tokens = tokens;
    this.clock = clock;
    this.notNoted = notNoted;
  }

  /// Empty where the token is not known, has expired or was revoked: who shows it is not told
  /// which. Where it cannot be looked up, nobody is let in: [io.tapevault.event.Unavailable] and
  /// [io.tapevault.event.NotPermitted].
  public Optional<IssuedToken> admit(String shown) {
    Optional<Token> token = Token.parse(shown);
    if (token.isEmpty()) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    Optional<IssuedToken> admitted =
        tokens
            .find(token.get().id())
            .filter(issued -> issued.isMadeFor(token.get()))
            .filter(issued -> issued.state(now) == State.VALID);
    admitted.filter(issued -> issued.isUseWorthNoting(now)).ifPresent(issued -> note(issued, now));
    return admitted;
  }

  private void note(IssuedToken issued, Instant now) {
    try {
      tokens.used(issued.id(), now);
    } catch (RuntimeException e) {
      notNoted.accept(e);
    }
  }
}
