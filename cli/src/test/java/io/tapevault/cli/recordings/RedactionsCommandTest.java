package io.tapevault.cli.recordings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.cli.Ran;
import io.tapevault.local.LocalVault;
import io.tapevault.local.config.LocalConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RedactionsCommandTest {

  private static final String SID = "80d9ca77-93af-443f-b33c-6fc55bd1a147";
  private static final String CAST =
      """
      {"version":2,"width":80,"height":24}
      [0.5,"o","$ login hun"]
      [1.0,"o","ter2\\r\\n"]
      [2.0,"o","welcome"]
      """;

  @TempDir private Path data;

  private static Ran run(LocalVault vault, String... args) {
    return Ran.of("redactions", vault, args);
  }

  private static HttpResponse<String> get(LocalVault vault, String path) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(URI.create(vault.uri() + path)).build(), BodyHandlers.ofString());
    }
  }

  /// As it is once it has been derived.
  private static String cast(LocalVault vault) throws Exception {
    Instant end = Instant.now().plusSeconds(30);
    HttpResponse<String> answer = get(vault, "/v1/sessions/" + SID + "/recording.cast");
    while (answer.statusCode() == 202 && Instant.now().isBefore(end)) {
      Thread.sleep(50);
      answer = get(vault, "/v1/sessions/" + SID + "/recording.cast");
    }
    assertEquals(200, answer.statusCode(), answer.body());
    return answer.body();
  }

  @Test
  void what_is_redacted_is_masked_in_what_is_shown_and_the_original_stays() throws Exception {
    Path recording = data.resolve("recordings").resolve(SID + ".tar");
    Files.createDirectories(data.resolve("recordings"));
    Files.writeString(recording, CAST);
    try (LocalVault local = LocalVault.start(LocalConfig.defaults(data), data, 0)) {
      assertTrue(cast(local).contains("login hun"));
      Path texts = Files.writeString(data.resolve("texts"), "hunter2\n\n");
      Ran added =
          run(
              local,
              "add",
              SID,
              "--text-file",
              texts.toString(),
              "--reason",
              "pw",
              "--by",
              "alice");
      assertEquals(new Ran(0, "1. TIME by alice: pw\n   1 texts, wherever they are\n", ""), added);
      String masked = cast(local);
      assertTrue(masked.contains("[0.500,\"o\",\"$ login ███\"]"), masked);
      assertTrue(masked.contains("[1.000,\"o\",\"████\\r\\n\"]"), masked);
      Ran span =
          run(
              local,
              "add",
              SID,
              "--from",
              "2",
              "--to",
              "2.5",
              "--reason",
              "x",
              "--by",
              "\u001bbob");
      assertFalse(span.out().contains("\u001b"), span.out());
      assertTrue(span.out().contains("from 2.0 to 2.5 s"), span.out());
      masked = cast(local);
      assertFalse(masked.contains("welcome") || masked.contains("hun"), masked);
      assertEquals(
          2, run(local, "ls", SID).out().lines().filter(line -> line.contains("TIME")).count());
      assertEquals(403, get(local, "/v1/sessions/" + SID + "/recording").statusCode());
      assertEquals(CAST, get(local, "/v1/originals/" + SID + "/recording").body());
      assertEquals(CAST, Files.readString(recording, UTF_8));
    }
    // And they hold at the next start.
    try (LocalVault again = LocalVault.start(LocalConfig.defaults(data), data, 0)) {
      assertFalse(cast(again).contains("hun"));
    }
  }

  @Test
  void what_cannot_be_done_says_why() throws Exception {
    try (LocalVault local = LocalVault.start(LocalConfig.defaults(data), data, 0)) {
      assertEquals(2, run(local, "add", SID, "--reason", "r").exit());
      assertTrue(run(local, "add", SID, "--from", "1", "--reason", "r").err().contains("--to"));
      Ran none = run(local, "add", SID, "--text", "hunter2", "--reason", "r");
      assertEquals(1, none.exit());
      assertTrue(none.err().contains("no recording of this session has arrived"), none.err());
      Ran few = run(local, "add", SID, "--text", "ab", "--reason", "r");
      assertTrue(few.err().contains("text 1 has not 3"), few.err());
    }
  }
}
