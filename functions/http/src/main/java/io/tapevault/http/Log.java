package io.tapevault.http;

import io.tapevault.json.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// What an operator should know: one JSON object a line, on standard error. Never the content of an
/// event, nor a URL that carries a signature.
public final class Log {

  private Log() {}

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
