package io.tapevault.testkit.memory;

import io.tapevault.token.IssuedToken;
import io.tapevault.token.IssuedToken.Revocation;
import io.tapevault.token.Tokens;
import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// Tokens in the heap.
public final class MemoryTokens implements Tokens {

  private final NavigableMap<String, IssuedToken> tokens = new TreeMap<>();

  @Override
  public synchronized boolean create(IssuedToken token) {
    IssuedToken there = tokens.putIfAbsent(token.id(), token);
    return there == null || there.digest().equals(token.digest());
  }

  @Override
  public synchronized Optional<IssuedToken> find(String id) {
    return Optional.ofNullable(tokens.get(id));
  }

  @Override
  public synchronized Optional<IssuedToken> revoke(String id, Revocation revocation) {
    return Optional.ofNullable(
        tokens.computeIfPresent(
            id, (none, token) -> token.revoked() == null ? token.revoked(revocation) : token));
  }

  @Override
  public synchronized List<IssuedToken> list(String after, int most) {
    return tokens.tailMap(after, false).values().stream().limit(most).toList();
  }

  @Override
  public synchronized void used(String id, Instant at) {
    tokens.computeIfPresent(
        id, (none, token) -> token.isUseWorthNoting(at) ? token.used(at) : token);
  }
}
