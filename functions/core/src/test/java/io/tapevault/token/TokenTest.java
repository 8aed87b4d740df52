package io.tapevault.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.token.IssuedToken.Grant;
import io.tapevault.token.IssuedToken.Revocation;
import io.tapevault.token.IssuedToken.State;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class TokenTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private static Token token(int last) {
    byte[] random = new byte[Token.RANDOM_BYTES];
    random[Token.RANDOM_BYTES - 1] = (byte) last;
    return Token.of(random);
  }

  @Test
  void a_token_is_read_as_it_was_shown_and_nothing_else_is_one() {
    Token token = token(255);
    String shown = "tv_" + "0".repeat(16) + "_" + "0".repeat(62) + "ff";
    assertEquals(shown, token.shown());
    assertEquals(Optional.of(token), Token.parse(shown));
    for (String other :
        List.of(
            "",
            "tv_",
            shown + "\n",
            " " + shown,
            shown.substring(1),
            shown.substring(0, shown.length() - 1),
            shown + "0",
            shown.replace("ff", "FF"),
            shown.replace("_", "-"),
            "0".repeat(1 << 16))) {
      assertEquals(Optional.empty(), Token.parse(other));
    }
    assertThrows(IllegalArgumentException.class, () -> Token.of(new byte[39]));
  }

  @Test
  void its_text_for_logs_has_no_secret() {
    assertEquals("tv_0000000000000000_…", token(255).toString());
  }

  @Test
  void only_the_secret_that_it_was_made_for_fits() {
    IssuedToken issued =
        IssuedToken.of(token(1), new Grant("a", Set.of(Scope.INGEST), "b", NOON, null));
    assertTrue(issued.isMadeFor(token(1)));
    assertFalse(issued.isMadeFor(token(2)));
    assertFalse(issued.toString().contains(token(1).secret()));
  }

  @Test
  void it_counts_until_it_expires_or_is_revoked() {
    IssuedToken issued =
        IssuedToken.of(
            token(1), new Grant("a", Set.of(Scope.INGEST), "b", NOON, NOON.plusSeconds(10)));
    assertEquals(State.VALID, issued.state(NOON.plusMillis(9_999)));
    assertEquals(State.EXPIRED, issued.state(NOON.plusSeconds(10)));
    assertEquals(State.REVOKED, issued.revoked(new Revocation("c", NOON)).state(NOON));
  }

  @Test
  void scopes_that_nobody_knows_give_no_right() {
    assertEquals(Set.of(Scope.INGEST), Scope.ofText("ingest,root"));
    assertEquals(Set.of(), Scope.ofText(""));
    assertEquals(
        Set.of(Scope.INGEST, Scope.READ), Scope.ofText(Scope.text(Set.of(Scope.values()))));
  }
}
