package io.tapevault.http;

import io.tapevault.json.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What an operator should know: one JSON object a line, on standard error. Never the content of an
/// event, nor a URL that carries a signature.
public final class Log {

  private Log() {}

  /// What was asked for. API Gateway's access log says who asked, under the same id, but has no
  /// query.
  public static void asked(HttpRequest request) {
    System.err.println(askedLine(request));
  }

  static String askedLine(HttpRequest request) {
    byte[] line =
        Json.object(json -> {
          json.writeStringField("level", "INFO");
          json.writeStringField("requestId", request.id());
          json.writeStringField("message", "asked");
          json.writeStringField("method", request.method());
          json.writeStringField("path", request.path());
          json.writeObjectFieldStart("query");
          for (Map.Entry<String, List<String>> parameter :
              new TreeMap<>(request.query()).entrySet()) {
            json.writeArrayFieldStart(parameter.getKey());
            for (String value : parameter.getValue()) {
              json.writeString(value);
            }
            json.writeEndArray();
          }
          json.writeEndObject();
        });
    return new String(line, StandardCharsets.UTF_8);
  }

  public static void warn(String requestId, String message) {
    line("WARN", requestId, message, null);
  }

  public static void error(String requestId, Throwable trouble) {
    StringWriter stack = new StringWriter();
    trouble.printStackTrace(new PrintWriter(stack));
    line("ERROR", requestId, String.valueOf(trouble.getMessage()), stack.toString());
  }

  private static void line(String level, String requestId, String message, @Nullable String stack) {
    byte[] line =
        Json.object(json -> {
          json.writeStringField("level", level);
          json.writeStringField("requestId", requestId);
          json.writeStringField("message", message);
          if (stack != null) {
            json.writeStringField("stackTrace", stack);
          }
        });
    System.err.println(new String(line, StandardCharsets.UTF_8));
  }
}
