package io.tapevault.token;

import io.tapevault.token.IssuedToken.Revocation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Remembers for a while the tokens that are there, and never that one is not: what was revoked
/// elsewhere is known here when that while is over.
public final class RememberedTokens implements Tokens {

  private static final int MOST = 1_000;

  private final Tokens tokens;
  private final InstantSource clock;
  private final Duration whileFor;
  private final Map<String, Remembered> known = new LinkedHashMap<>();

  private record Remembered(IssuedToken token, Instant since) {}

  public RememberedTokens(Tokens tokens, InstantSource clock, Duration whileFor) {
    this.tokens = tokens;
    this.clock = clock;
    this.whileFor = whileFor;
  }

  @Override
  public boolean create(IssuedToken token) {
    return tokens.create(token);
  }

  @Override
  public Optional<IssuedToken> find(String id) {
    Instant now = clock.instant();
    Remembered one = remembered(id);
    // A clock that was set back makes nothing last longer.
    if (one != null && !now.isBefore(one.since()) && now.isBefore(one.since().plus(whileFor))) {
      return Optional.of(one.token());
    }
    Optional<IssuedToken> found = tokens.find(id);
    remember(id, found.map(token -> new Remembered(token, now)));
    return found;
  }

  private synchronized @Nullable Remembered remembered(String id) {
    return known.get(id);
  }

  private synchronized void remember(String id, Optional<Remembered> found) {
    known.remove(id);
    found.ifPresent(one -> known.put(id, one));
    if (known.size() > MOST) {
      known.remove(known.keySet().iterator().next());
    }
  }

  @Override
  public Optional<IssuedToken> revoke(String id, Revocation revocation) {
    remember(id, Optional.empty());
    return tokens.revoke(id, revocation);
  }

  @Override
  public List<IssuedToken> list(String after, int most) {
    return tokens.list(after, most);
  }

  @Override
  public void used(String id, Instant at) {
    tokens.used(id, at);
    remember(
        id,
        Optional.ofNullable(remembered(id))
            .map(one -> new Remembered(one.token().used(at), one.since())));
  }
}
