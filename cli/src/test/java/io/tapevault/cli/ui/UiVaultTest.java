package io.tapevault.cli.ui;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.cli.Ran;
import io.tapevault.local.Desk;
import io.tapevault.local.LocalVault;
import io.tapevault.local.config.LocalConfig;
import io.tapevault.node.vault.Auth;
import io.tapevault.node.vault.HttpVaultClient;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the page of `tapevault ui` gets from a vault that asks for a token.
final class UiVaultTest {

  private static final String SID = "80d9ca77-93af-443f-b33c-6fc55bd1a147";

  @TempDir private Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private LocalVault vault;
  private Desk desk;

  @BeforeEach
  void open() throws Exception {
    Path data = folder.resolve("data");
    Path token = folder.resolve("token");
    vault = LocalVault.start(LocalConfig.defaults(data), data, 0, token);
    HttpVaultClient client =
        new HttpVaultClient(
            vault.uri(),
            new Auth.Token(token),
            Map.of(),
            HttpVaultClient.Surroundings.of(line -> {}));
    desk = Desk.open(new UiVault(client, folder), "a \"vault\"", 0, folder);
    client.ask("POST", "/v1/events", Map.of(), "{\"event\":\"a b\",\"uid\":\"1\"}".getBytes(UTF_8));
  }

  @AfterEach
  void close() throws IOException {
    desk.close();
    vault.close();
    http.close();
  }

  private HttpResponse<byte[]> asked(String method, String path, String key, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(desk.address().resolve(path))
            .method(method, BodyPublishers.ofString(method.equals("GET") ? "" : "{}"));
    if (!key.isEmpty()) {
      request.header("authorization", "Bearer " + key);
    }
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return http.send(request.build(), BodyHandlers.ofByteArray());
  }

  private String key() {
    return desk.address().getFragment().substring("key=".length());
  }

  private int status(String method, String path) throws Exception {
    return asked(method, path, key()).statusCode();
  }

  @Test
  void the_page_is_there_and_says_whose_it_is() throws Exception {
    assertEquals(200, asked("GET", "/sessions", "").statusCode());
    assertEquals(
        "{\"local\":false,\"name\":\"a vault\"}",
        new String(asked("GET", "/about.json", "").body(), UTF_8));
  }

  @Test
  void only_who_has_the_address_asks_in_the_auditors_name() throws Exception {
    assertEquals(401, asked("GET", "/v1/events", "").statusCode());
    assertEquals(401, asked("GET", "/v1/events", "0".repeat(48)).statusCode());
    assertEquals(200, status("GET", "/v1/events"));
    assertEquals(
        403, asked("GET", "/v1/events", key(), "Origin", "https://evil.example").statusCode());
    assertEquals("127.0.0.1", desk.address().getHost());
  }

  @Test
  void a_question_arrives_as_it_was_asked() throws Exception {
    String found = new String(asked("GET", "/v1/events?type=a%20b&limit=1", key()).body(), UTF_8);
    assertTrue(found.contains("\"event\":\"a b\""), found);
    String none = new String(asked("GET", "/v1/events?type=a%2Bb&limit=1", key()).body(), UTF_8);
    assertTrue(none.contains("\"events\":[]"), none);
    assertEquals(400, status("GET", "/v1/events?limit=0"));
    assertEquals(404, status("GET", "/v1/sessions/" + SID));
  }

  @Test
  void what_the_page_has_no_use_for_is_not_forwarded() throws Exception {
    assertEquals(404, status("POST", "/v1/events"));
    assertEquals(404, status("POST", "/v1/sessions/" + SID + "/hold"));
    assertEquals(404, status("PUT", "/v1/recordings/" + SID + "/upload"));
    assertEquals(404, status("GET", "/healthz"));
    assertEquals(404, status("GET", "/v2/events"));
  }

  @Test
  void a_recording_comes_to_the_byte_and_leaves_no_file() throws Exception {
    String cast =
        "{\"version\":2,\"width\":80,\"height\":24}\n" + "[1,\"o\",\"x\"]\n".repeat(200_000);
    byte[] recording = cast.getBytes(UTF_8);
    Path file = Files.write(folder.resolve("r.cast"), recording);
    Ran up =
        Ran.of(
            "recordings",
            vault,
            "upload",
            "--session",
            SID,
            "--token-file",
            folder.resolve("token").toString(),
            file.toString());
    assertEquals(0, up.exit(), up.err());
    HttpResponse<byte[]> got = asked("GET", "/v1/sessions/" + SID + "/recording", key());
    assertEquals(200, got.statusCode());
    assertArrayEquals(recording, got.body());
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, "answer-*")) {
      assertTrue(!left.iterator().hasNext());
    }
  }
}
