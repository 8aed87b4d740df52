package io.tapevault.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapevault.configuration.InForce;
import io.tapevault.configuration.VaultConfig;
import io.tapevault.local.http.Listening;
import io.tapevault.testkit.siem.Identity;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A vault that others reach: by TLS, with a token or a certificate.
final class TlsFlowTest {

  private static final String EVENT = "{\"event\":\"x\",\"uid\":\"u-1\"}";
  @TempDir private static Path made;
  private static Identity server;
  private static Identity shipper;
  private static Identity stranger;

  @TempDir private Path data;
  private AutoCloseable running;
  private URI vault;
  private String[] owner;

  @BeforeAll
  static void identities() throws Exception {
    server = Identity.make(made, "vault");
    shipper = Identity.make(made, "event-handler");
    stranger = Identity.make(made, "stranger");
    Files.writeString(made.resolve("vault.pem"), server.certificate());
    Files.writeString(made.resolve("vault.key"), server.key());
    Files.writeString(made.resolve("shipper.pem"), shipper.certificate());
    Files.writeString(made.resolve("shipper.key"), shipper.key());
  }

  private static Listening.Certificates pem(String key) {
    return new Listening.Certificates(
        made.resolve("vault.pem"), made.resolve(key), made.resolve("shipper.pem"));
  }

  private LocalVault start(Listening listening, @Nullable Path token) throws IOException {
    return LocalVault.start(InForce.fixed(VaultConfig.DEFAULT), data, listening, token);
  }

  @BeforeEach
  void start() throws Exception {
    Path token = data.resolve("token");
    LocalVault started = start(new Listening("localhost", 0, null, pem("vault.key")), token);
    running = started;
    vault = started.uri();
    owner = new String[] {"Authorization", "Bearer " + Files.readString(token).strip()};
  }

  @AfterEach
  void stop() throws Exception {
    running.close();
  }

  private Client as(Identity who) throws Exception {
    return as(who.trusting(server));
  }

  private Client as(SSLContext context) {
    return new Client(
        vault,
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).sslContext(context).build());
  }

  private Client.Answer send(Client client, String... headers) throws Exception {
    return client.send("POST", "/in/logs/events.log", EVENT.getBytes(UTF_8), headers);
  }

  private List<JsonNode> events() throws Exception {
    Client.Answer all = as(shipper).send("GET", Client.ALL, new byte[0], owner);
    assertEquals(200, all.status(), all::text);
    return all.json().path("events").findValues("event").stream()
        .filter(type -> !type.asText().equals(Client.SEARCHES))
        .toList();
  }

  @Test
  void who_shows_a_certificate_that_was_signed_for_it_may_send_and_nothing_else() throws Exception {
    assertEquals("https", vault.getScheme());
    Client.Answer sent = send(as(shipper));
    assertEquals("200 ", sent.status() + " " + sent.text());
    assertEquals(1, events().size());
    as(shipper).get(Client.ALL).assertProblem(403, "out-of-scope");
    as(shipper).post("/v1/tokens", "{}").assertProblem(403, "out-of-scope");
  }

  @Test
  void who_shows_none_needs_a_token() throws Exception {
    SSLContext nameless = server.believing();
    send(as(nameless)).assertProblem(401, "no-token");
    assertEquals(200, send(as(nameless), owner).status());
    send(as(shipper), "Authorization", "Bearer wrong").assertProblem(401, "no-token");
  }

  @Test
  void a_certificate_that_nobody_known_signed_lets_nobody_in() throws Exception {
    // Java's client is told who may sign, and then shows none.
    send(as(stranger)).assertProblem(401, "no-token");
    assertThrows(
        SSLHandshakeException.class,
        () -> send(as(shipper.trusting(stranger))),
        "the vault shows another certificate");
    assertEquals(List.of(), events());
  }

  @Test
  void without_tls_nobody_is_answered() throws Exception {
    URI plain = URI.create("http://localhost:" + vault.getPort());
    assertThrows(IOException.class, () -> new Client(plain).get("/healthz"));
  }

  @Test
  void a_recording_goes_where_its_ticket_says_which_is_here() throws Exception {
    Path file = Samples.recording(".tar");
    byte[] bytes = Files.readAllBytes(file);
    Client client = as(shipper);
    String url = client.ticket(Samples.sid(file), bytes);
    assertTrue(url.startsWith(vault + "/"), url);
    assertEquals(200, client.send("PUT", url, bytes).status());
  }

  @Test
  void a_page_of_another_origin_is_still_another_one() throws Exception {
    Client client = as(shipper);
    send(client, "Origin", "https://evil.example").assertProblem(403, "foreign-page");
    send(client, "Origin", "http://localhost:" + vault.getPort())
        .assertProblem(403, "foreign-page");
    assertEquals(200, send(client, "Origin", vault.toString()).status());
  }

  @Test
  void what_others_reach_needs_a_token_and_tls_and_a_name() throws Exception {
    Path token = data.resolve("other");
    URI url = URI.create("https://vault.example.com");
    refused(new Listening("0.0.0.0", 0, url, null), token, "--tls-certificate");
    refused(new Listening("0.0.0.0", 0, url, pem("vault.key")), null, "--token-file");
    refused(new Listening("0.0.0.0", 0, null, pem("vault.key")), token, "--url");
    refused(
        new Listening("127.0.0.1", 0, null, pem("shipper.key")),
        token,
        "it is not the key of the first certificate");
    refused(new Listening("127.0.0.1", 0, null, pem("vault.pem")), token, "PKCS #8");
    running.close();
    try (LocalVault open = start(new Listening("0.0.0.0", 0, url, pem("vault.key")), token)) {
      assertEquals(url, open.uri());
    }
  }

  private void refused(Listening listening, @Nullable Path token, String why) {
    String said = assertThrows(IOException.class, () -> start(listening, token)).getMessage();
    assertTrue(String.valueOf(said).contains(why), said);
  }
}
