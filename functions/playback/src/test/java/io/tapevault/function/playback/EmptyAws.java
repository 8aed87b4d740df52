package io.tapevault.function.playback;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent.ProxyRequestContext;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// A DynamoDB and an S3 that are empty, an SSM with one document, and what functions asked of them.
final class EmptyAws implements AutoCloseable {

  private static final String PARAMETER =
      "{\"Parameter\":{\"Name\":\"/tapevault/config\",\"Version\":3,\"LastModifiedDate\":1795000000.5,\"Value\":"
          + "\"forward: [{name: soc, webhook: 'https://siem.example.com', pause: true}]\"}}";

  final Set<String> asked = Collections.synchronizedSet(new TreeSet<>());
  private final HttpServer aws;

  private EmptyAws(HttpServer aws) {
    this.aws = aws;
  }

  /// A function as AWS calls it.
  interface Handler {
    void answer(InputStream in, OutputStream out) throws IOException;
  }

  static EmptyAws start() throws IOException {
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    EmptyAws empty = new EmptyAws(server);
    server.createContext("/", empty::answer);
    server.start();
    return empty;
  }

  /// Those that every function has, and more.
  Map<String, String> variables(Map<String, String> more) {
    String endpoint = "endpoint=http://127.0.0.1:" + aws.getAddress().getPort();
    Map<String, String> variables = new HashMap<>(more);
    variables.put("TAPEVAULT_EVENTS_URI", "dynamodb://events?region=us-east-1&" + endpoint);
    variables.put("TAPEVAULT_SESSIONS_URI", "s3://bucket/recordings?region=us-east-1&" + endpoint);
    variables.put("TAPEVAULT_CONFIG_URI", "ssm:///tapevault/config?region=us-east-1&" + endpoint);
    return variables;
  }

  private void answer(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    String target = exchange.getRequestHeaders().getFirst("x-amz-target");
    asked.add(target == null ? "S3" : target.substring(target.indexOf('.') + 1));
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

  /// The status and the body.
  static String call(Handler function, String method, String path, String body) throws IOException {
    APIGatewayProxyRequestEvent event =
        new APIGatewayProxyRequestEvent()
            .withHttpMethod(method)
            .withPath(path)
            .withBody(body)
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
    return LambdaEventSerializers.serializerFor(type, EmptyAws.class.getClassLoader());
  }

  @Override
  public void close() {
    aws.stop(0);
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }
}
