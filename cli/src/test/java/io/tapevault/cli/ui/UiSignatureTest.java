package io.tapevault.cli.ui;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tapevault.event.Sha256;
import io.tapevault.local.Desk;
import io.tapevault.node.vault.Auth;
import io.tapevault.node.vault.HttpVaultClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.crt.auth.credentials.Credentials;
import software.amazon.awssdk.crt.auth.signing.AwsSigner;
import software.amazon.awssdk.crt.auth.signing.AwsSigningConfig;
import software.amazon.awssdk.crt.auth.signing.AwsSigningConfig.AwsSignedBodyHeaderType;
import software.amazon.awssdk.crt.http.HttpHeader;

/// A gateway that signs what arrives once more, with AWS's implementation in C (ours is that in
/// Java), and lets nothing through that has another signature: asked by the page of `tapevault ui`
/// with the auditor's own credentials.
@Timeout(60)
final class UiSignatureTest {

  private static final String REGION = "eu-central-1";
  private static final Set<String> MADE =
      Set.of("x-amz-date", "x-amz-content-sha256", "authorization");

  @TempDir private Path folder;
  private final List<String> arrived = new CopyOnWriteArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private HttpServer gateway;
  private Desk desk;

  @BeforeEach
  void open() throws Exception {
    System.setProperty("aws.accessKeyId", "AKIDEXAMPLE");
    System.setProperty("aws.secretAccessKey", "of the auditor");
    gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    gateway.createContext("/", this::answer);
    gateway.start();
    HttpVaultClient client =
        new HttpVaultClient(
            address(), new Auth.Aws(REGION), Map.of(), HttpVaultClient.Surroundings.of(line -> {}));
    desk = Desk.open(new UiVault(client, folder), "a vault", 0, folder);
  }

  @AfterEach
  void close() throws IOException {
    desk.close();
    gateway.stop(0);
    http.close();
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }

  private URI address() {
    return URI.create("http://127.0.0.1:" + gateway.getAddress().getPort() + "/prod");
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String given = exchange.getRequestHeaders().getFirst("authorization");
      boolean right = given != null && given.equals(signature(exchange, given, body));
      arrived.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
      byte[] said = (right ? "{\"events\":[]}" : "{\"message\":\"signature\"}").getBytes(UTF_8);
      exchange.sendResponseHeaders(right ? 200 : 403, said.length);
      exchange.getResponseBody().write(said);
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  /// As it has to be, of what has arrived.
  private static String signature(HttpExchange exchange, String given, byte[] body)
      throws Exception {
    List<HttpHeader> headers = new ArrayList<>();
    String signed = given.replaceAll(".*SignedHeaders=([^,]*),.*", "$1");
    for (String name : signed.split(";", -1)) {
      if (!MADE.contains(name)) {
        headers.add(new HttpHeader(name, exchange.getRequestHeaders().getFirst(name)));
      }
    }
    Instant at =
        DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssX")
            .parse(exchange.getRequestHeaders().getFirst("x-amz-date"), Instant::from);
    try (AwsSigningConfig config = new AwsSigningConfig()) {
      config.setRegion(REGION);
      config.setService("execute-api");
      config.setTime(at.toEpochMilli());
      config.setCredentials(
          new Credentials("AKIDEXAMPLE".getBytes(UTF_8), "of the auditor".getBytes(UTF_8), null));
      config.setSignedBodyValue(Sha256.of(body));
      config.setSignedBodyHeader(AwsSignedBodyHeaderType.X_AMZ_CONTENT_SHA256);
      var request =
          new software.amazon.awssdk.crt.http.HttpRequest(
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              headers.toArray(HttpHeader[]::new),
              null);
      return Arrays.stream(AwsSigner.signRequest(request, config).get().getHeadersAsArray())
          .filter(header -> header.getName().equalsIgnoreCase("authorization"))
          .findFirst()
          .orElseThrow()
          .getValue();
    }
  }

  private int asked(String method, String path) throws Exception {
    String key = desk.address().getFragment().substring("key=".length());
    return http.send(
            HttpRequest.newBuilder(desk.address().resolve(path))
                .header("authorization", "Bearer " + key)
                .method(method, BodyPublishers.ofString(method.equals("GET") ? "" : "{\"a\":1}"))
                .build(),
            BodyHandlers.discarding())
        .statusCode();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/events",
        "/v1/events?type=db.session.*&user=ada%2C+the%20first&order=desc&limit=200",
        "/v1/events?where=%28equals%28addr.remote%2C%20%2210.0.0.1%22%29%29+%26%26+!exists%28%C3%A4%29",
        "/v1/events/histogram?from=2026-03-01T00%3A00%3A00Z&step=1h&user=b&user=a",
        "/v1/events.csv?cursor=a%2Bb%2F%3D~-_.",
        "/v1/sessions/80d9ca77-93af-443f-b33c-6fc55bd1a147/recording.svg?at=4.0",
        "/v1/sessions/a%20b%2Fc%3F/recording.json"
      })
  void what_the_page_asks_arrives_signed_by_the_auditor(String path) throws Exception {
    assertEquals(200, asked("GET", path), arrived.toString());
    assertEquals(1, arrived.size());
  }

  @Test
  void what_the_page_does_arrives_signed_with_its_body() throws Exception {
    assertEquals(200, asked("POST", "/v1/sessions/a%20b/shares"), arrived.toString());
    assertEquals(200, asked("POST", "/v1/parked/2026-03-01/0f/retry"), arrived.toString());
  }

  @Test
  void the_gateway_lets_nobody_else_through() throws Exception {
    System.setProperty("aws.secretAccessKey", "of somebody else");
    HttpVaultClient other =
        new HttpVaultClient(
            address(), new Auth.Aws(REGION), Map.of(), HttpVaultClient.Surroundings.of(line -> {}));
    desk.close();
    desk = Desk.open(new UiVault(other, folder), "a vault", 0, folder);
    assertEquals(403, asked("GET", "/v1/events"));
  }
}
