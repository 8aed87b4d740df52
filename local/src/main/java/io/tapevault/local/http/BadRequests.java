package io.tapevault.local.http;

import io.tapevault.http.HttpResponse;
import io.tapevault.http.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/// Answers what is no request at all, as every other problem is answered. The connection ends with
/// it.
final class BadRequests implements Request.Handler {

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    Problem problem =
        switch (response.getStatus()) {
          case 413, 414, 431 ->
              new Problem(
                  Problem.Type.HEAD_TOO_LARGE, "the address and the headers are at most 16 KiB");
          case 503 -> new Problem(Problem.Type.UNAVAILABLE, "it is being stopped; try again");
          default -> new Problem(Problem.Type.BAD_REQUEST, said(request));
        };
    HttpResponse answer = problem.response(UUID.randomUUID().toString());
    response.setStatus(answer.status());
    answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
    response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    answer.content().writeTo(body);
    response.write(true, ByteBuffer.wrap(body.toByteArray()), callback);
    return true;
  }

  private static String said(Request request) {
    return request.getAttribute(ErrorHandler.ERROR_MESSAGE) instanceof String said
        ? said
        : "it is not HTTP/1.1";
  }
}
