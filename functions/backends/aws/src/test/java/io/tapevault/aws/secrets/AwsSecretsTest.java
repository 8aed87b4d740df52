package io.tapevault.aws.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tapevault.forwarding.secrets.SecretReference;
import io.tapevault.forwarding.secrets.Unresolved;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/// Against a stand-in that answers as AWS documents it.
final class AwsSecretsTest {

  private static final String SECRET =
      "arn:aws:secretsmanager:eu-central-1:123456789012:secret:soc-AbCdEf";
  private static final String PARAMETER = "arn:aws:ssm:eu-west-1:123456789012:parameter/siem/soc";

  private final HttpServer server;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile int status = 200;
  private volatile String answer = "";

  AwsSecretsTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String scope = exchange.getRequestHeaders().getFirst("Authorization").split("/", 6)[2];
      String service = exchange.getRequestHeaders().getFirst("Authorization").split("/", 6)[3];
      requests.add(
          exchange.getRequestHeaders().getFirst("X-Amz-Target")
              + " "
              + scope
              + " "
              + service
              + " "
              + new ObjectMapper().readTree(exchange.getRequestBody()));
      byte[] body = answer.getBytes(UTF_8);
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private String read(String reference) {
    AwsSecrets secrets =
        new AwsSecrets(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")),
            InstantSource.system(),
            URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"));
    return secrets.read(SecretReference.parse(reference).orElseThrow());
  }

  @Test
  void a_secret_is_the_text_or_a_member_of_the_json_in_it() {
    answer =
        "{\"ARN\":\""
            + SECRET
            + "\",\"SecretString\":\"{\\\"token\\\":\\\"t-1\\\"}\",\"VersionStages\":[\"AWSCURRENT\"]}";
    assertEquals("{\"token\":\"t-1\"}", read(SECRET));
    assertEquals("t-1", read(SECRET + "#token"));
    String request =
        "secretsmanager.GetSecretValue eu-central-1 secretsmanager {\"SecretId\":\""
            + SECRET
            + "\"}";
    assertEquals(List.of(request, request), requests);
  }

  @Test
  void a_parameter_is_read_in_clear() {
    answer =
        "{\"Parameter\":{\"ARN\":\""
            + PARAMETER
            + "\",\"Type\":\"SecureString\",\"Value\":\"t-2\",\"Version\":3}}";
    assertEquals("t-2", read(PARAMETER));
    assertEquals(
        List.of(
            "AmazonSSM.GetParameter eu-west-1 ssm {\"Name\":\""
                + PARAMETER
                + "\",\"WithDecryption\":true}"),
        requests);
  }

  @Test
  void what_cannot_be_read_says_which_and_never_what() {
    status = 400;
    answer =
        "{\"__type\":\"AccessDeniedException\",\"Message\":\"User: x is not authorized to perform: kms:Decrypt\"}";
    assertTrue(refusal(SECRET).contains("kms:Decrypt"), refusal(SECRET));
    assertTrue(refusal(SECRET).contains(SECRET), refusal(SECRET));
    answer =
        "{\"__type\":\"ResourceNotFoundException\",\"Message\":\"Secrets Manager can't find it\"}";
    assertTrue(refusal(SECRET).contains(SECRET), refusal(SECRET));
    status = 200;
    answer = "{\"SecretString\":\"{\\\"token\\\":\\\"private\\\"}\"}";
    assertFalse(refusal(SECRET + "#other").contains("private"), refusal(SECRET + "#other"));
    answer = "{\"SecretString\":\"private\"}";
    assertFalse(refusal(SECRET + "#token").contains("private"), refusal(SECRET + "#token"));
    answer = "{\"SecretBinary\":\"cHJpdmF0ZQ==\"}";
    assertTrue(refusal(SECRET).contains("SecretString"), refusal(SECRET));
    assertTrue(refusal("env:A").contains("on AWS it is an ARN"), refusal("env:A"));
  }

  private String refusal(String reference) {
    return String.valueOf(assertThrows(Unresolved.class, () -> read(reference)).getMessage());
  }
}
