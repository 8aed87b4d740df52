package io.tapevault.cli.recordings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.cli.Ran;
import io.tapevault.cli.Tapevault;
import io.tapevault.local.LocalVault;
import io.tapevault.local.config.LocalConfig;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A link that is made, followed without an account, and taken back, of a vault with a token.
final class SharesCommandTest {

  private static final String CAST =
      """
      {"version":2,"width":80,"height":24}
      [0.5,"o","my password is hunter2\\r\\n"]
      """;

  @TempDir private Path folder;

  private Ran run(LocalVault vault, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<String> all = new ArrayList<>(Arrays.asList(args));
    all.addAll(
        List.of(
            "--vault", vault.uri().toString(), "--token-file", folder.resolve("token").toString()));
    int exit =
        Tapevault.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(all.toArray(String[]::new));
    return new Ran(exit, out.toString(), err.toString());
  }

  private static HttpResponse<String> open(String url) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
      HttpResponse<String> page = http.send(request, BodyHandlers.ofString());
      for (int i = 0; i < 200 && page.statusCode() == 202; i++) {
        Thread.sleep(50);
        page = http.send(request, BodyHandlers.ofString());
      }
      return page;
    }
  }

  /// What the player of a page shows first.
  private static String played(String url) throws Exception {
    HttpResponse<String> piece = open(url + "?segment=0");
    assertEquals(200, piece.statusCode(), piece.body());
    return piece.body();
  }

  @Test
  void whoever_has_the_link_sees_what_is_shown_until_it_is_taken_back() throws Exception {
    // It is made where there is none.
    Path token = folder.resolve("token");
    Path data = folder.resolve("data");
    try (LocalVault vault = LocalVault.start(LocalConfig.defaults(data), data, 0, token)) {
      Path cast = Files.writeString(folder.resolve("x"), CAST);
      assertEquals(0, run(vault, "recordings", "upload", cast.toString(), "--session", "s").exit());
      Ran share = run(vault, "recordings", "share", "s", "--reason", "case 12", "--by", "alice");
      assertEquals(0, share.exit(), share.err());
      String url = share.out().strip();
      HttpResponse<String> page = open(url);
      assertEquals(200, page.statusCode(), page.body());
      assertTrue(played(url).contains("hunter2"));
      assertTrue(
          page.headers()
              .firstValue("content-security-policy")
              .orElse("")
              .contains("frame-ancestors"));
      String hide = "hunter2";
      assertEquals(
          0,
          run(vault, "redactions", "add", "s", "--text", hide, "--reason", "r", "--by", "b")
              .exit());
      String redacted = played(url);
      assertTrue(redacted.contains("my password is"), redacted);
      assertFalse(redacted.contains("hunter2"), redacted);
      String id = run(vault, "recordings", "shares", "ls", "s", "--output", "csv").out();
      assertTrue(id.matches("(?s)id,state,.*\\n[0-9a-f]{16},open,.*,alice,.*,case 12,.*"), id);
      id = id.lines().toList().get(1).substring(0, 16);
      Ran revoked = run(vault, "recordings", "shares", "revoke", "s", id, "--reason", "done");
      assertEquals(0, revoked.exit(), revoked.err());
      assertEquals(404, open(url).statusCode());
      assertEquals(404, open(url + "?segment=0").statusCode());
      Ran events =
          run(vault, "events", "search", "--type", "session.share.opened", "--output", "ndjson");
      assertTrue(events.out().contains("\"addr.remote\":\"127.0.0.1\""), events.out());
      String word = url.substring(url.lastIndexOf('/') + 1);
      assertFalse(run(vault, "events", "export").out().contains(word));
    }
  }
}
