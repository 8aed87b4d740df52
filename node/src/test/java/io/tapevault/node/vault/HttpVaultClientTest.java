package io.tapevault.node.vault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.node.vault.VaultClient.Answer;
import io.tapevault.node.vault.VaultClient.Answer.Said;
import io.tapevault.node.vault.VaultClient.Answer.Unanswered;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class HttpVaultClientTest {

  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

  @TempDir private Path folder;
  private final List<String> log = new ArrayList<>();

  @Test
  void an_answer_comes_with_its_status_headers_and_words() throws Exception {
    try (Wire vault =
        Wire.answering(
            "HTTP/1.1 503 Busy\r\nRetry-After: 7\r\nETag: \"v1\"\r\nContent-Length: 5\r\n\r\nbusy!")) {
      Said said = (Said) get(client(vault.port()));
      assertEquals(
          new Said(
              503,
              Map.of("retry-after", "7", "etag", "\"v1\"", "content-length", "5"),
              "busy!",
              Optional.of(Duration.ofSeconds(7))),
          said);
      assertEquals("GET /v1/config HTTP/1.1", vault.heads().getFirst().lines().findFirst().get());
    }
  }

  @Test
  void headers_that_are_none_of_https_are_no_fault_of_ours() throws Exception {
    for (Map<String, String> headers :
        List.of(Map.of("a b", "x"), Map.of("x", "a\nb"), Map.of("connection", "x"))) {
      assertEquals(
          new Unanswered("127.0.0.1:1: its headers are none of HTTP's"),
          client(1)
              .send("PUT", URI.create("http://127.0.0.1:1/"), headers, BodyPublishers.noBody()));
    }
  }

  @Test
  void to_be_asked_again_in_years_is_an_hour() throws Exception {
    try (Wire vault = Wire.answering(Wire.head(429, "Retry-After: 99999999"))) {
      assertEquals(Optional.of(Duration.ofHours(1)), ((Said) get(client(vault.port()))).after());
    }
  }

  @Test
  void a_redirect_is_told_with_both_hosts_and_not_followed() throws Exception {
    try (Wire other = Wire.answering(Wire.head(200));
        Wire vault =
            Wire.answering(
                Wire.head(
                    307,
                    "Location: http://127.0.0.1:" + other.port() + "/x?X-Amz-Signature=secret",
                    "x-amz-bucket-region: eu-west-1"))) {
      assertEquals(
          new Unanswered(
              "127.0.0.1:"
                  + vault.port()
                  + " redirects (307) to 127.0.0.1:"
                  + other.port()
                  + ", region eu-west-1: a redirect is not followed"),
          get(client(vault.port())));
      assertEquals(List.of(), other.heads());
    }
  }

  @Test
  void what_is_fetched_may_be_elsewhere_and_larger_than_an_answer_and_no_token_goes_there()
      throws Exception {
    Path token = Files.writeString(folder.resolve("token"), "secret");
    String large = "x".repeat(5 << 20);
    try (Wire other = Wire.answering("HTTP/1.1 200 OK\r\nContent-Length: 5242880\r\n\r\n" + large);
        Wire vault =
            Wire.answering(Wire.head(307, "Location: http://127.0.0.1:" + other.port() + "/x?y"))) {
      HttpVaultClient client = client("127.0.0.1", vault.port(), new Auth.Token(token));
      assertEquals(large, ((Said) client.fetch("/v1/events/x")).body());
      assertTrue(vault.heads().getFirst().contains("secret"));
      assertTrue(other.heads().getFirst().startsWith("GET /x?y "));
      assertTrue(!other.heads().getFirst().contains("secret"));
    }
  }

  @Test
  void what_did_not_change_is_no_redirect() throws Exception {
    try (Wire vault = Wire.answering("HTTP/1.1 304 Not Modified\r\n\r\n")) {
      assertEquals(304, ((Said) get(client(vault.port()))).status());
    }
  }

  @Test
  void the_token_goes_to_the_vault_alone_and_is_taken_anew_when_it_changes() throws Exception {
    Path token = Files.writeString(folder.resolve("token"), "one\n");
    try (Wire vault = Wire.answering(Wire.head(200, "Connection: close"))) {
      VaultClient client = client("127.0.0.1", vault.port(), new Auth.Token(token));
      get(client);
      Files.writeString(token, "two");
      get(client);
      client.send(
          "PUT",
          URI.create("http://127.0.0.1:" + vault.port() + "/ticket"),
          Map.of("content-length", "3"),
          BodyPublishers.ofString("abc"));
      assertEquals(
          List.of("Bearer one", "Bearer two", ""),
          vault.heads().stream().map(HttpVaultClientTest::authorization).toList());
      Files.writeString(token, "");
      assertEquals(
          new Unanswered("the token file " + token + " holds no token: one word of ASCII"),
          get(client));
      Files.delete(token);
      assertEquals(
          new Unanswered("the token file " + token + " cannot be read: NoSuchFileException"),
          get(client));
    }
  }

  private static String authorization(String head) {
    return head.lines()
        .filter(line -> line.regionMatches(true, 0, "authorization: ", 0, 15))
        .map(line -> line.substring(15))
        .findFirst()
        .orElse("");
  }

  @Test
  void a_clock_that_is_wrong_by_a_day_is_told_once_and_until_it_is_right() throws Exception {
    try (Wire vault = Wire.answering(Wire.head(200, "Date: Thu, 26 Nov 2026 12:00:00 GMT"))) {
      HttpVaultClient client = client(vault.port());
      get(client);
      get(client);
      String said =
          "the clock of this machine is 86400 s behind the vault's: set it right, or events get"
              + " times that are wrong";
      assertEquals(List.of(said), log);
      assertEquals(Optional.of(said), client.clockTrouble());
    }
  }

  @Test
  void an_address_of_version_6_is_reached() throws Exception {
    Wire made = null;
    try {
      made = Wire.answering(InetAddress.ofLiteral("::1"), Wire.head(200));
    } catch (IOException e) {
      Assumptions.abort("this machine has no IPv6");
    }
    try (Wire vault = made) {
      assertEquals(200, ((Said) get(client("[::1]", vault.port(), new Auth.None()))).status());
    }
  }

  @Test
  void who_says_nothing_is_waited_for_in_vain_and_told() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      assertEquals(
          new Unanswered("127.0.0.1:" + silent.getLocalPort() + ": nothing happened for 1 s"),
          get(client("127.0.0.1", silent.getLocalPort(), new Auth.None(), Duration.ofSeconds(1))));
    }
  }

  @Test
  void nobody_there_and_an_endless_answer_are_told() throws Exception {
    int port;
    try (Wire gone = Wire.answering("")) {
      port = gone.port();
    }
    Unanswered nobody = (Unanswered) get(client(port));
    assertTrue(nobody.why().startsWith("127.0.0.1:" + port + ": no connection"), nobody.why());
    try (Wire vault = Wire.answering("HTTP/1.1 200 OK\r\n\r\n" + "x".repeat((4 << 20) + 1))) {
      Unanswered endless = (Unanswered) get(client(vault.port()));
      assertTrue(endless.why().contains("IOException"), endless.why());
    }
  }

  @Test
  void a_ticket_may_not_lead_to_plain_http_elsewhere() throws Exception {
    assertEquals(
        new Unanswered("the address is not https: 169.254.169.254"),
        client(1)
            .send(
                "PUT",
                URI.create("http://169.254.169.254/x"),
                Map.of(),
                BodyPublishers.ofString("abc")));
  }

  private static Answer get(VaultClient client) throws InterruptedException {
    return client.ask("GET", "/v1/config", Map.of("x", "y"), "".getBytes(UTF_8));
  }

  private HttpVaultClient client(int port) {
    return client("127.0.0.1", port, new Auth.None());
  }

  private HttpVaultClient client(String host, int port, Auth auth) {
    return client(host, port, auth, Duration.ofSeconds(20));
  }

  private HttpVaultClient client(String host, int port, Auth auth, Duration patience) {
    return new HttpVaultClient(
        URI.create("http://" + host + ":" + port + "/"),
        auth,
        Map.of(),
        new HttpVaultClient.Surroundings(() -> NOW, log::add, patience));
  }
}
