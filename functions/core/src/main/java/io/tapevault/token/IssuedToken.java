package io.tapevault.token;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is kept of a token: all but its secret. `lastUsed` is right to the hour.
public record IssuedToken(
    String id,
    String digest,
    Grant grant,
    @Nullable Revocation revoked,
    @Nullable Instant lastUsed) {

  /// How often a use is noted at most.
  public static final Duration NOTED = Duration.ofHours(1);

  /// What for, by whom, when, and until when, to the millisecond; null is for ever. Several tokens
  /// may have one name, as when one takes another's place.
  public record Grant(
      String name, Set<Scope> scopes, String by, Instant at, @Nullable Instant expires) {
    public Grant {
      scopes = Set.copyOf(scopes);
      at = at.truncatedTo(ChronoUnit.MILLIS);
      expires = expires == null ? null : expires.truncatedTo(ChronoUnit.MILLIS);
    }
  }

  public record Revocation(String by, Instant at) {
    public Revocation {
      at = at.truncatedTo(ChronoUnit.MILLIS);
    }
  }

  public enum State {
    VALID,
    EXPIRED,
    REVOKED
  }

  public static IssuedToken of(Token token, Grant grant) {
    return new IssuedToken(token.id(), token.digest(), grant, null, null);
  }

  public State state(Instant now) {
    if (revoked != null) {
      return State.REVOKED;
    }
    Instant end = grant.expires();
    return end == null || now.isBefore(end) ? State.VALID : State.EXPIRED;
  }

  /// In a time that says nothing about where two differ.
  public boolean isMadeFor(Token shown) {
    return MessageDigest.isEqual(digest.getBytes(US_ASCII), shown.digest().getBytes(US_ASCII));
  }

  public boolean isUseWorthNoting(Instant now) {
    return lastUsed == null || !now.isBefore(lastUsed.plus(NOTED));
  }

  /// How who shows it is known to routes, logs and events.
  public String caller() {
    return "token:" + grant.name();
  }

  public IssuedToken revoked(Revocation revocation) {
    return new IssuedToken(id, digest, grant, revocation, lastUsed);
  }

  public IssuedToken used(Instant at) {
    return new IssuedToken(id, digest, grant, revoked, at.truncatedTo(ChronoUnit.MILLIS));
  }
}
