package io.tapevault.aws.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/// An S3 that answers as it is told and writes down what it was asked.
final class StubS3 implements AutoCloseable {

  private static final String PROLOG = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

  private final HttpServer server;
  private final Function<Asked, Answer> script;
  private final List<Asked> asked = Collections.synchronizedList(new ArrayList<>());

  private volatile Headers last = new Headers();

  private StubS3(HttpServer server, Function<Asked, Answer> script) {
    this.server = server;
    this.script = script;
  }

  /// What was asked: `PUT /bucket/key?query` and the body, without an XML prolog.
  record Asked(String line, String body) {}

  record Answer(int status, String body, Map<String, String> headers) {
    Answer(int status, String body) {
      this(status, body, Map.of());
    }

    static Answer ok() {
      return new Answer(200, "");
    }

    static Answer error(int status, String code) {
      return new Answer(
          status, "<Error><Code>" + code + "</Code><Message>told to</Message></Error>");
    }
  }

  static StubS3 answering(Function<Asked, Answer> script) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    StubS3 stub = new StubS3(server, script);
    server.createContext("/", stub::answer);
    server.start();
    return stub;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      Asked request =
          new Asked(
              exchange.getRequestMethod() + " " + exchange.getRequestURI(),
              body.replace(PROLOG, ""));
      last = exchange.getRequestHeaders();
      asked.add(request);
      Answer answer = script.apply(request);
      boolean head = exchange.getRequestMethod().equals("HEAD");
      byte[] bytes = answer.body().getBytes(UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/xml");
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      exchange.sendResponseHeaders(answer.status(), head || bytes.length == 0 ? -1 : bytes.length);
      if (!head) {
        exchange.getResponseBody().write(bytes);
      }
    }
  }

  /// Of the last that was asked; empty where there is none.
  String lastHeader(String name) {
    String value = last.getFirst(name);
    return value == null ? "" : value;
  }

  List<Asked> asked() {
    return List.copyOf(asked);
  }

  List<String> lines() {
    return asked().stream().map(Asked::line).toList();
  }

  String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  S3Uri uri(String options) {
    return S3Uri.parse(URI.create("s3://tapes?insecure=true&endpoint=" + host() + options), null);
  }

  static AwsCredentialsProvider credentials() {
    return StaticCredentialsProvider.create(
        AwsBasicCredentials.create("stub-access-key", "stub-secret"));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
