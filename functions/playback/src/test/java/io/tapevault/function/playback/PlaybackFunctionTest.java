package io.tapevault.function.playback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent.ProxyRequestContext;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tapevault.aws.vault.AwsVault;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The function as it is wired, over a DynamoDB and an S3 that are empty.
final class PlaybackFunctionTest {

  private static final String SID = "80d9ca77-93af-443f-b33c-6fc55bd1a147";
  private static final Set<String> ASKED = Collections.synchronizedSet(new TreeSet<>());

  private static final String PARAMETER =
      "{\"Parameter\":{\"Name\":\"/tapevault/config\",\"Version\":3,\"LastModifiedDate\":1795000000.5,\"Value\":"
          + "\"forward: [{name: soc, webhook: 'https://siem.example.com', pause: true}]\"}}";

  private static HttpServer aws;
  private static PlaybackFunction function;

  @BeforeAll
  static void start() throws IOException {
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
    aws = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    aws.createContext("/", PlaybackFunctionTest::answer);
    aws.start();
    String endpoint = "endpoint=http://127.0.0.1:" + aws.getAddress().getPort();
    function =
        new PlaybackFunction(
            Map.of(
                "TAPEVAULT_EVENTS_URI", "dynamodb://events?region=us-east-1&" + endpoint,
                "TAPEVAULT_SESSIONS_URI", "s3://bucket/recordings?region=us-east-1&" + endpoint,
                "TAPEVAULT_CONFIG_URI", "ssm:///tapevault/config?region=us-east-1&" + endpoint,
                "TAPEVAULT_SINKS", "lake,soc"));
  }

  @AfterAll
  static void stop() {
    aws.stop(0);
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }

  private static void answer(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    String target = exchange.getRequestHeaders().getFirst("x-amz-target");
    ASKED.add(target == null ? "S3" : target.substring(target.indexOf('.') + 1));
    boolean list = String.valueOf(exchange.getRequestURI().getQuery()).contains("versions");
    byte[] body =
        (target == null
                ? list ? "<ListVersionsResult/>" : "<Error><Code>NoSuchKey</Code></Error>"
                : target.endsWith("GetParameter")
                    ? PARAMETER
                    : target.endsWith("BatchGetItem")
                        ? "{\"Responses\":{},\"UnprocessedKeys\":{}}"
                        : "{\"Items\":[],\"Count\":0,\"ScannedCount\":0}")
            .getBytes(UTF_8);
    exchange.sendResponseHeaders(target == null && !list ? 404 : 200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Test
  void before_its_first_request_it_has_asked_all_that_it_asks() {
    assertTrue(
        ASKED.containsAll(Set.of("BatchGetItem", "Query", "S3")), () -> "asked were " + ASKED);
  }

  @Test
  void it_answers_every_route_that_is_its_own() throws Exception {
    assertEquals("200 {\"events\":[]}", get("/v1/events"));
    assertEquals("200 {\"status\":\"ok\"}", get("/healthz"));
    for (String path :
        List.of(
            "/v1/events/MDpubw",
            "/v1/sessions/" + SID,
            "/v1/sessions/" + SID + "/events",
            "/v1/sessions/" + SID + "/recording",
            "/v1/sessions/" + SID + "/recording.cast")) {
      assertEquals("404 ", get(path).substring(0, 4), path);
    }
    assertEquals("404 ", get("/v1/recordings/" + SID + "/uploads").substring(0, 4));
  }

  @Test
  void a_siem_that_the_settings_pause_is_said_to_be() throws Exception {
    assertEquals(
        "200 {\"sinks\":[{\"name\":\"lake\",\"paused\":false,\"state\":\"up\"},"
            + "{\"name\":\"soc\",\"paused\":true,\"state\":\"up\"}]}",
        get("/v1/sinks"));
  }

  @Test
  void variables_that_are_missing_are_named_all_at_once() {
    Exception e = assertThrows(RuntimeException.class, () -> new PlaybackFunction(new HashMap<>()));
    for (String name : AwsVault.ANSWERING) {
      assertTrue(String.valueOf(e.getMessage()).contains(name), e::toString);
    }
  }

  private static String get(String path) throws IOException {
    APIGatewayProxyRequestEvent event =
        new APIGatewayProxyRequestEvent()
            .withHttpMethod("GET")
            .withPath(path)
            .withRequestContext(new ProxyRequestContext().withRequestId("r1"));
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    serializer(APIGatewayProxyRequestEvent.class).toJson(event, request);
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    function.answer(new ByteArrayInputStream(request.toByteArray()), answer);
    APIGatewayProxyResponseEvent read =
        serializer(APIGatewayProxyResponseEvent.class)
            .fromJson(new ByteArrayInputStream(answer.toByteArray()));
    return read.getStatusCode() + " " + read.getBody();
  }

  private static <T> PojoSerializer<T> serializer(Class<T> type) {
    return LambdaEventSerializers.serializerFor(type, PlaybackFunctionTest.class.getClassLoader());
  }
}
