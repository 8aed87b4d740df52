package io.tapevault.testkit.ssm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// The part of SSM that a configuration needs, with the limits that AWS documents. The SDK's own
/// client speaks with it too.
public final class FakeSsm implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PAGE = 2;

  private final HttpServer server;
  private final Map<String, List<ObjectNode>> parameters = new ConcurrentHashMap<>();
  private final Map<String, String> outputs = new ConcurrentHashMap<>();
  public final List<String> calls = new CopyOnWriteArrayList<>();
  public final List<JsonNode> puts = new CopyOnWriteArrayList<>();
  // Done before a put is answered, once.
  public volatile Runnable meanwhile = () -> {};
  public final AtomicInteger brokenAnswers = new AtomicInteger();
  public volatile String denied = "";

  private FakeSsm(HttpServer server) {
    this.server = server;
  }

  public static FakeSsm start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    FakeSsm ssm = new FakeSsm(server);
    server.createContext("/", ssm::answer);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
    return ssm;
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
      if (target == null) {
        describe(exchange);
        return;
      }
      String action = target.substring("AmazonSSM.".length());
      calls.add(action);
      JsonNode request = JSON.readTree(exchange.getRequestBody().readAllBytes());
      String signed = exchange.getRequestHeaders().getFirst("Authorization");
      if (brokenAnswers.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        send(exchange, 503, "<html>not now</html>");
      } else if (signed == null || !signed.contains("/ssm/aws4_request")) {
        fault(exchange, "IncompleteSignature");
      } else if (denied.equals(action)) {
        fault(exchange, "AccessDeniedException");
      } else {
        switch (action) {
          case "GetParameter" -> get(exchange, request);
          case "PutParameter" -> put(exchange, request);
          case "GetParameterHistory" -> history(exchange, request);
          default -> fault(exchange, "UnknownOperationException");
        }
      }
    }
  }

  /// As CloudFormation describes a stack.
  private void describe(HttpExchange exchange) throws IOException {
    String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String signed = exchange.getRequestHeaders().getFirst("Authorization");
    calls.add(form);
    String stack = form.substring(form.indexOf("StackName=") + "StackName=".length());
    if (signed == null || !signed.contains("/cloudformation/aws4_request")) {
      send(exchange, 403, error("IncompleteSignature", "no signature"));
    } else if (denied.equals("DescribeStacks")) {
      send(exchange, 403, error("AccessDenied", "no"));
    } else if (outputs.containsKey(stack)) {
      send(
          exchange,
          200,
          "<DescribeStacksResponse><DescribeStacksResult><Stacks><member><Parameters><member>"
              + "<ParameterKey>KeyArn</ParameterKey></member></Parameters><Outputs>"
              + outputs.get(stack)
              + "</Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>");
    } else {
      send(exchange, 400, error("ValidationError", "Stack with id " + stack + " does not exist"));
    }
  }

  private static String error(String code, String message) {
    return "<ErrorResponse><Error><Type>Sender</Type><Code>"
        + code
        + "</Code><Message>"
        + message
        + "</Message></Error></ErrorResponse>";
  }

  /// Deploys a stack with these outputs.
  public void deploy(String stack, Map<String, String> said) {
    StringBuilder members = new StringBuilder();
    said.forEach((key, value) ->
        members
            .append("<member>\n <Description>of ")
            .append(key)
            .append("</Description><OutputKey>")
            .append(key)
            .append("</OutputKey><OutputValue>")
            .append(value)
            .append("</OutputValue>\n</member>"));
    outputs.put(stack, members.toString());
  }

  private void get(HttpExchange exchange, JsonNode request) throws IOException {
    String[] name = request.path("Name").asText().split(":", -1);
    List<ObjectNode> versions = parameters.getOrDefault(name[0], List.of());
    int version = name.length == 1 ? versions.size() : Integer.parseInt(name[1]);
    if (versions.isEmpty()) {
      fault(exchange, "ParameterNotFound");
    } else if (version < 1 || version > versions.size()) {
      fault(exchange, "ParameterVersionNotFound");
    } else {
      ObjectNode parameter = versions.get(version - 1).deepCopy();
      parameter.remove("LastModifiedUser");
      send(exchange, 200, JSON.createObjectNode().set("Parameter", parameter).toString());
    }
  }

  private void put(HttpExchange exchange, JsonNode request) throws IOException {
    Runnable first = meanwhile;
    meanwhile = () -> {};
    first.run();
    puts.add(request);
    String value = request.path("Value").asText();
    int bytes = value.getBytes(StandardCharsets.UTF_8).length;
    boolean standard = request.path("Tier").asText("Standard").equals("Standard");
    List<ObjectNode> versions =
        parameters.computeIfAbsent(
            request.path("Name").asText(), name -> new CopyOnWriteArrayList<>());
    if (bytes > (standard ? 4_096 : 8_192)) {
      fault(exchange, "ValidationException");
    } else if (!versions.isEmpty() && !request.path("Overwrite").asBoolean(false)) {
      fault(exchange, "ParameterAlreadyExists");
    } else {
      ObjectNode answer = JSON.createObjectNode();
      answer.put("Version", add(request.path("Name").asText(), value));
      answer.put("Tier", bytes > 4_096 ? "Advanced" : "Standard");
      send(exchange, 200, answer.toString());
    }
  }

  /// The name and the key of the last put.
  public String lastPut() {
    JsonNode put = puts.getLast();
    return put.path("Name").asText() + " " + put.path("KeyId").asText();
  }

  /// Puts a version there, as somebody else.
  public int add(String name, String value) {
    List<ObjectNode> versions =
        parameters.computeIfAbsent(name, none -> new CopyOnWriteArrayList<>());
    ObjectNode parameter = JSON.createObjectNode();
    parameter.put("Name", name);
    parameter.put("Type", "SecureString");
    parameter.put("Value", value);
    parameter.put("Version", versions.size() + 1);
    parameter.put("LastModifiedDate", 1_764_000_000.125 + versions.size());
    parameter.put("LastModifiedUser", "arn:aws:iam::123456789012:user/alice");
    parameter.put("ARN", "arn:aws:ssm:eu-central-1:123456789012:parameter" + name);
    parameter.put("DataType", "text");
    versions.add(parameter);
    return versions.size();
  }

  private void history(HttpExchange exchange, JsonNode request) throws IOException {
    List<ObjectNode> versions =
        new ArrayList<>(parameters.getOrDefault(request.path("Name").asText(), List.of()));
    if (versions.isEmpty()) {
      fault(exchange, "ParameterNotFound");
      return;
    }
    int from = request.path("NextToken").asInt(0);
    int to = Math.min(from + PAGE, versions.size());
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode page = answer.putArray("Parameters");
    page.addAll(versions.subList(from, to));
    if (to < versions.size()) {
      answer.put("NextToken", Integer.toString(to));
    }
    send(exchange, 200, answer.toString());
  }

  private static void fault(HttpExchange exchange, String code) throws IOException {
    send(
        exchange,
        400,
        JSON.createObjectNode()
            .put("__type", "com.amazonaws.ssm#" + code)
            .put("message", "as the test asked")
            .toString());
  }

  private static void send(HttpExchange exchange, int status, String json) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
