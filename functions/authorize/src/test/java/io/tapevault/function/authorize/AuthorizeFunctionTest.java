package io.tapevault.function.authorize;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tapevault.aws.vault.AwsVault;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The two functions as they are wired, over a DynamoDB that says what it is told to.
final class AuthorizeFunctionTest {

  private static final String NOTHING = "{\"Items\":[],\"Count\":0,\"ScannedCount\":0}";
  // SHA-256 of 64 times '0', as sha256sum has it.
  private static final String DIGEST =
      "60e05bd1b195af2f94112fa7197a5c88289058840ce7c6df9693756bc6250f55";
  private static final String TOKEN =
      "{\"Items\":[{\"SessionID\":{\"S\":\"tokens#\"},\"EventIndex\":{\"N\":\"1\"},"
          + "\"TokenId\":{\"S\":\"0000000000000000\"},\"SecretDigest\":{\"S\":\""
          + DIGEST
          + "\"},\"Name\":{\"S\":\"fluent-bit\"},\"Scopes\":{\"S\":\"ingest\"},"
          + "\"MadeBy\":{\"S\":\"alice\"},\"MadeAt\":{\"N\":\"0\"}}],\"Count\":1,\"ScannedCount\":1}";

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private HttpServer aws;
  private volatile String items = NOTHING;
  private volatile boolean down;

  @BeforeEach
  void start() throws IOException {
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
    aws = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    aws.createContext("/", this::answer);
    aws.start();
  }

  @AfterEach
  void stop() {
    aws.stop(0);
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }

  private void answer(HttpExchange exchange) throws IOException {
    String sent = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    String target = String.valueOf(exchange.getRequestHeaders().getFirst("x-amz-target"));
    String action = target.substring(target.indexOf('.') + 1);
    asked.add(action + " " + sent);
    byte[] body =
        (down
                ? "{\"__type\":\"com.amazonaws.dynamodb.v20120810#InternalServerError\"}"
                : action.equals("Query") ? items : "{}")
            .getBytes(UTF_8);
    exchange.sendResponseHeaders(down ? 500 : 200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private Map<String, String> variables() {
    String endpoint = "endpoint=http://127.0.0.1:" + aws.getAddress().getPort();
    Map<String, String> variables = new HashMap<>();
    variables.put("TAPEVAULT_EVENTS_URI", "dynamodb://events?region=us-east-1&" + endpoint);
    variables.put("TAPEVAULT_SESSIONS_URI", "s3://bucket/recordings?region=us-east-1&" + endpoint);
    variables.put("TAPEVAULT_CONFIG_URI", "ssm:///tapevault/config?region=us-east-1&" + endpoint);
    variables.put("TAPEVAULT_RETENTION", "90d");
    return variables;
  }

  private static byte[] envelope() throws IOException {
    try (InputStream in = AuthorizeFunction.class.getResourceAsStream("/priming/authorize.json")) {
      return in == null ? new byte[0] : in.readAllBytes();
    }
  }

  private static String ask(AuthorizeFunction function) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    function.answer(new ByteArrayInputStream(envelope()), out);
    return out.toString(UTF_8);
  }

  @Test
  void a_token_is_looked_up_in_its_partition_and_lets_in() throws IOException {
    AuthorizeFunction function = new AuthorizeFunction(variables());
    assertEquals(
        "Unauthorized", assertThrows(RuntimeException.class, () -> ask(function)).getMessage());
    items = TOKEN;
    asked.clear();
    assertTrue(ask(function).contains("\"Effect\":\"Allow\""));
    assertTrue(ask(function).contains("\"caller\":\"token:fluent-bit\""));
    assertEquals(
        List.of("Query", "UpdateItem"),
        asked.stream().map(one -> one.substring(0, one.indexOf(' '))).toList(),
        "one look, and one note of its use");
    String secret = HexFormat.of().formatHex(new byte[32]);
    asked.forEach(one -> {
      assertTrue(one.contains("tokens#"), one);
      assertTrue(!one.contains(secret), one);
    });
  }

  @Test
  void a_store_that_fails_is_told_as_a_fault_and_makes_no_start_fail() {
    down = true;
    AuthorizeFunction function = new AuthorizeFunction(variables());
    RuntimeException fault = assertThrows(RuntimeException.class, () -> ask(function));
    assertTrue(!"Unauthorized".equals(fault.getMessage()), fault::toString);
  }

  @Test
  void tokens_are_issued_listed_and_revoked_here() throws IOException {
    TokensFunction function = new TokensFunction(variables());
    String created =
        call(function, "POST", "/v1/tokens", "{'name':'a','scopes':['ingest'],'by':'b'}");
    assertTrue(created.contains("\"statusCode\":201"), created);
    assertTrue(created.matches(".*tv_[0-9a-f]{16}_[0-9a-f]{64}.*"), created);
    assertTrue(call(function, "GET", "/v1/tokens", "").contains("\"statusCode\":200"));
    String missing = call(function, "POST", "/v1/tokens/0000000000000000/revoke", "{'by':'b'}");
    assertTrue(missing.contains("unknown-token"), missing);
    String secret = created.replaceAll(".*tv_[0-9a-f]{16}_([0-9a-f]{64}).*", "$1");
    asked.forEach(one -> assertTrue(!one.contains(secret), one));
  }

  private static String call(TokensFunction function, String method, String path, String body)
      throws IOException {
    String envelope =
        "{\"httpMethod\":\""
            + method
            + "\",\"path\":\""
            + path
            + "\",\"body\":\""
            + body.replace("'", "\\\"")
            + "\",\"requestContext\":{\"requestId\":\"r1\"}}";
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    function.answer(new ByteArrayInputStream(envelope.getBytes(UTF_8)), out);
    return out.toString(UTF_8);
  }

  @Test
  void variables_that_are_missing_are_named_all_at_once() {
    Exception e = assertThrows(RuntimeException.class, () -> new AuthorizeFunction(Map.of()));
    for (String name : AwsVault.READING) {
      assertTrue(String.valueOf(e.getMessage()).contains(name), e::toString);
    }
  }
}
