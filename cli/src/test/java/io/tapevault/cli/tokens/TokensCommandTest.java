package io.tapevault.cli.tokens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.cli.Ran;
import io.tapevault.local.LocalVault;
import io.tapevault.local.config.LocalConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TokensCommandTest {

  @TempDir private Path data;

  private static Ran run(LocalVault vault, String... args) {
    return Ran.of("tokens", vault, args);
  }

  private static int send(LocalVault vault, String token) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(URI.create(vault.uri() + "/in/v1/events"))
                  .header("Authorization", "Bearer " + token)
                  .POST(BodyPublishers.ofString("{\"event\":\"x\"}"))
                  .build(),
              BodyHandlers.ofString())
          .statusCode();
    }
  }

  @Test
  void a_token_is_printed_alone_lets_in_is_listed_without_itself_and_is_revoked() throws Exception {
    try (LocalVault local = LocalVault.start(LocalConfig.defaults(data), data, 0)) {
      Ran created =
          run(
              local,
              "create",
              "fluent-bit",
              "--scope",
              "ingest",
              "--expires-in",
              "90d",
              "--by",
              "alice");
      assertEquals(0, created.exit(), created::toString);
      String token = created.out().strip();
      assertTrue(token.matches("tv_[0-9a-f]{16}_[0-9a-f]{64}"), token);
      assertFalse(created.err().contains(token));
      assertEquals(200, send(local, token));
      String id = token.substring(3, 19);
      Ran listed = run(local, "ls");
      assertTrue(
          listed.out().contains(id + "  fluent-bit        ingest       valid"), listed.out());
      assertTrue(listed.out().contains("alice"));
      assertFalse(listed.out().contains(token));
      assertEquals(0, run(local, "revoke", id, "--by", "bob").exit());
      assertEquals(401, send(local, token));
      assertTrue(run(local, "ls").out().contains("revoked"));
    }
  }

  @Test
  void what_cannot_be_done_says_why() throws Exception {
    try (LocalVault local = LocalVault.start(LocalConfig.defaults(data), data, 0)) {
      assertEquals(2, run(local, "create", "x").exit());
      assertEquals(2, run(local, "create", "x", "--scope", "root").exit());
      Ran bad = run(local, "create", "a b", "--scope", "read");
      assertEquals(1, bad.exit());
      assertTrue(bad.err().contains("'name' is 1 to 64 letters"), bad.err());
      Ran unknown = run(local, "revoke", "0123456789abcdef");
      assertEquals(1, unknown.exit());
      assertTrue(unknown.err().contains("there is no token of this id"), unknown.err());
      String secret = "tv_0123456789abcdef_" + "0".repeat(64);
      Ran shown = run(local, "revoke", secret);
      assertEquals(2, shown.exit());
      assertFalse(shown.err().contains("0".repeat(64)), shown.err());
    }
  }
}
