package io.tapevault.testkit.contract;

import static io.tapevault.testkit.contract.Events.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.token.IssuedToken;
import io.tapevault.token.IssuedToken.Grant;
import io.tapevault.token.IssuedToken.Revocation;
import io.tapevault.token.Scope;
import io.tapevault.token.Token;
import io.tapevault.token.Tokens;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every store of [Tokens] promises.
public abstract class TokensContract {

  private static final Instant END = NOON.plus(Duration.ofDays(90));

  private Tokens tokens;

  /// A store with nothing in it.
  protected abstract Tokens open() throws Exception;

  /// A store that lacks every permission; empty where the backend knows none.
  protected abstract Optional<Tokens> denied() throws Exception;

  @BeforeEach
  void begin_with_nothing() throws Exception {
    tokens = open();
  }

  private static Token token(int number) {
    byte[] random = new byte[Token.RANDOM_BYTES];
    ByteBuffer.wrap(random).putInt(number * 0x9E3779B9).putInt(number).putInt(20, number);
    return Token.of(random);
  }

  private static IssuedToken issued(int number, String name, @Nullable Instant end) {
    return IssuedToken.of(token(number), new Grant(name, Set.of(Scope.INGEST), "alice", NOON, end));
  }

  private static Revocation by(String who) {
    return new Revocation(who, NOON.plusSeconds(60));
  }

  @Test
  void nothing_is_there_at_first_and_of_what_is_not_there_nothing_comes() {
    String absent = token(1).id();
    assertEquals(Optional.empty(), tokens.find(absent));
    assertEquals(List.of(), tokens.list("", 10));
    assertEquals(List.of(), tokens.list(absent, 10));
    assertEquals(Optional.empty(), tokens.revoke(absent, by("alice")));
    tokens.used(absent, NOON);
    assertEquals(Optional.empty(), tokens.find(absent));
    assertEquals(List.of(), tokens.list("", 10));
  }

  @Test
  void a_token_is_kept_whole_and_whatever_its_time_is() {
    IssuedToken one =
        IssuedToken.of(
            token(1),
            new Grant(
                "„odd“ \"name\"\n\t\\ 日本 🔒 ' OR 1=1 --",
                Set.of(Scope.READ, Scope.INGEST),
                "arn:aws:iam::1:user/ä",
                Instant.parse("2026-03-01T12:00:00.123456Z"),
                Instant.parse("2026-05-30T12:00:00.123Z")));
    IssuedToken endless = issued(2, "endless", null);
    IssuedToken expired = issued(3, "expired", NOON.minusSeconds(1));
    IssuedToken old = issued(4, "old", Instant.EPOCH);
    for (IssuedToken each : List.of(one, endless, expired, old)) {
      assertTrue(tokens.create(each));
      assertEquals(Optional.of(each), tokens.find(each.id()));
    }
    assertEquals(4, tokens.list("", 10).size());
  }

  @Test
  void a_token_that_persisted_though_its_write_seemed_to_fail_is_created_again_and_is_one() {
    IssuedToken one = issued(1, "fluent-bit", END);
    assertTrue(tokens.create(one));
    tokens.used(one.id(), NOON);
    assertTrue(tokens.create(one));
    assertEquals(List.of(one.used(NOON)), tokens.list("", 10));
  }

  @Test
  void another_token_never_takes_the_place_of_one_also_when_that_is_revoked() {
    IssuedToken one = issued(1, "fluent-bit", END);
    IssuedToken other =
        IssuedToken.of(
            new Token(one.id(), token(2).secret()),
            new Grant("mallory", Set.of(Scope.READ), "mallory", NOON, null));
    assertTrue(tokens.create(one));
    assertFalse(tokens.create(other));
    assertEquals(Optional.of(one), tokens.find(one.id()));
    Optional<IssuedToken> _ = tokens.revoke(one.id(), by("alice"));
    assertFalse(tokens.create(other));
    assertTrue(tokens.create(one));
    assertEquals(Optional.of(one.revoked(by("alice"))), tokens.find(one.id()));
  }

  @Test
  void the_first_revocation_counts_and_is_there_for_whoever_asks_next() {
    IssuedToken one = issued(1, "fluent-bit", END);
    assertTrue(tokens.create(one));
    IssuedToken revoked = one.revoked(by("„bob“"));
    assertEquals(Optional.of(revoked), tokens.revoke(one.id(), by("„bob“")));
    Revocation later = new Revocation("mallory", NOON.plusSeconds(3600));
    assertEquals(Optional.of(revoked), tokens.revoke(one.id(), later));
    assertEquals(Optional.of(revoked), tokens.find(one.id()));
    assertEquals(List.of(revoked), tokens.list("", 10));
  }

  @Test
  void several_of_one_name_are_there_at_once_and_one_is_revoked_alone() {
    IssuedToken old = issued(1, "fluent-bit", END);
    IssuedToken fresh = issued(2, "fluent-bit", END.plusSeconds(1));
    assertTrue(tokens.create(old));
    assertTrue(tokens.create(fresh));
    assertEquals(Set.of(old, fresh), Set.copyOf(tokens.list("", 10)));
    Optional<IssuedToken> _ = tokens.revoke(old.id(), by("alice"));
    assertEquals(Optional.of(fresh), tokens.find(fresh.id()));
    assertEquals(Optional.of(old.revoked(by("alice"))), tokens.find(old.id()));
  }

  @Test
  void a_use_is_noted_at_most_once_an_hour_and_never_goes_back() {
    IssuedToken one = issued(1, "fluent-bit", END);
    assertTrue(tokens.create(one));
    tokens.used(one.id(), NOON);
    tokens.used(one.id(), NOON.plusSeconds(3599));
    assertEquals(Optional.of(one.used(NOON)), tokens.find(one.id()));
    Instant hour = NOON.plusSeconds(3600);
    tokens.used(one.id(), hour);
    tokens.used(one.id(), NOON);
    assertEquals(Optional.of(one.used(hour)), tokens.find(one.id()));
    Optional<IssuedToken> _ = tokens.revoke(one.id(), by("alice"));
    assertEquals(Optional.of(one.used(hour).revoked(by("alice"))), tokens.find(one.id()));
  }

  @Test
  void all_of_1001_are_listed_in_pages_by_their_ids_each_once() throws Exception {
    List<String> ids = new ArrayList<>();
    List<Callable<Boolean>> creations =
        IntStream.rangeClosed(1, 1001)
            .mapToObj(number -> issued(number, "one of many", END))
            .peek(one -> ids.add(one.id()))
            .<Callable<Boolean>>map(one -> () -> tokens.create(one))
            .toList();
    try (ExecutorService callers = Executors.newFixedThreadPool(8)) {
      for (var created : callers.invokeAll(creations)) {
        assertTrue(created.get());
      }
    }
    ids.sort(null);
    for (int most : List.of(1001, 500)) {
      List<String> listed = new ArrayList<>();
      List<IssuedToken> page = tokens.list("", most);
      while (!page.isEmpty()) {
        assertTrue(page.size() <= most);
        page.forEach(one -> listed.add(one.id()));
        page = tokens.list(page.getLast().id(), most);
      }
      assertEquals(ids, listed);
    }
  }

  @Test
  void of_many_who_revoke_at_once_one_is_first_and_all_are_told_who() throws Exception {
    IssuedToken one = issued(1, "fluent-bit", END);
    assertTrue(tokens.create(one));
    List<Callable<Optional<IssuedToken>>> revocations =
        IntStream.range(0, 8)
            .<Callable<Optional<IssuedToken>>>mapToObj(
                number -> () -> tokens.revoke(one.id(), by("caller " + number)))
            .toList();
    try (ExecutorService callers = Executors.newFixedThreadPool(8)) {
      for (var revoked : callers.invokeAll(revocations)) {
        assertEquals(tokens.find(one.id()), revoked.get());
      }
    }
    assertTrue(tokens.find(one.id()).orElseThrow().revoked() != null);
  }

  @Test
  void what_is_not_permitted_is_named_and_is_not_taken_for_no_token() throws Exception {
    if (denied().isEmpty()) {
      return;
    }
    Tokens denied = denied().get();
    IssuedToken one = issued(1, "fluent-bit", END);
    Permissions.isNamed(() -> denied.create(one));
    Permissions.isNamed(() -> denied.find(one.id()));
    Permissions.isNamed(() -> denied.list("", 10));
    Permissions.isNamed(() -> denied.revoke(one.id(), by("alice")));
    Permissions.isNamed(() -> denied.used(one.id(), NOON));
  }
}
