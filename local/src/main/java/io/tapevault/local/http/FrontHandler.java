package io.tapevault.local.http;

import io.tapevault.event.Unavailable;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.HttpResponse;
import io.tapevault.http.Log;
import io.tapevault.http.Problem;
import io.tapevault.http.Route;
import io.tapevault.web.Site;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Answers one request after the other, each in a thread of its own.
///
/// A body is received whole before it is looked at, and an answer is made whole before it is sent:
/// whoever sends or reads slowly holds a connection and a file, and no heap that others wait for.
final class FrontHandler extends Handler.Abstract {

  // Of what a client still sends when it is answered early, so that it comes to read the answer.
  private static final long MOST_UNREAD = 64 << 20;

  // As gzip, what cannot be packed is a little larger than it is.
  private static final long MOST_BODY = Route.SEND_EVENTS.mostBody() + (64L << 10);

  /// Answers whatever is asked.
  public interface Served {
    HttpResponse handle(HttpRequest request);
  }

  private final Served front;
  private final Site site;
  private final LoopbackGuard guard;
  private final HttpFront.Waits waits;
  private final Scratch scratch;

  FrontHandler(
      Served front, Site site, LoopbackGuard guard, HttpFront.Waits waits, Scratch scratch) {
    this.front = front;
    this.site = site;
    this.guard = guard;
    this.waits = waits;
    this.scratch = scratch;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    try {
      answer(request, response);
      callback.succeeded();
    } catch (IOException | RuntimeException e) {
      Log.warn("-", "a client went away, or was too slow: " + e.getMessage());
      callback.failed(e);
    } catch (Error e) {
      // Jetty would go on.
      Thread thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
      callback.failed(e);
    }
    return true;
  }

  private void answer(Request sent, Response response) throws IOException {
    SlowInput body = new SlowInput(Content.Source.asInputStream(sent), patience(sent));
    HttpRequest asked = RequestReader.read(sent, body);
    LoopbackGuard.Verdict verdict = guard.judge(asked);
    HttpRequest request =
        verdict instanceof LoopbackGuard.Verdict.LetIn(String caller) ? asked.by(caller) : asked;
    Optional<HttpResponse> early =
        verdict instanceof LoopbackGuard.Verdict.Refused(Problem problem)
            ? Optional.of(problem.response(request.id()))
            : site.answer(request);
    if (early.isPresent()) {
      send(sent, response, early.get());
    } else if (request.method().equals("PUT")) {
      // It is written to the disk as it comes in, however long that takes.
      send(sent, response, front.handle(request));
    } else {
      try (Spool received = new Spool(scratch);
          Spool answer = new Spool(scratch)) {
        send(sent, response, answered(request, received, answer));
      }
    }
    if (body.isBegun() || !sent.getHeaders().contains(HttpHeader.EXPECT)) {
      body.skipAtMost(MOST_UNREAD);
    }
  }

  private SlowInput.Patience patience(Request sent) {
    return sent.getMethod().equals("PUT")
        ? SlowInput.Patience.atARate()
        : SlowInput.Patience.until(waits.post());
  }

  private HttpResponse answered(HttpRequest request, Spool received, Spool answer)
      throws IOException {
    try {
      // Who asks with 'Expect: 100-continue' need not send what is refused.
      if (isTooLarge(request) || !received.takes(request.body(), MOST_BODY)) {
        return new Problem(
                Problem.Type.BODY_TOO_LARGE,
                "the body is larger than " + MOST_BODY + " bytes; send it in smaller pieces")
            .response(request.id());
      }
    } catch (IOException e) {
      return new Problem(
              Problem.Type.BODY_CUT_OFF,
              "the body ends before its end, is no HTTP, or comes too slowly; send all of it")
          .response(request.id());
    } catch (Unavailable e) {
      return noDisk(request, e);
    }
    HttpResponse response = front.handle(request.with(received.open()));
    if (response.content().isStreamed()) {
      return response;
    }
    try (HttpResponse.Content content = response.content()) {
      content.writeTo(answer);
      return answer.inPlaceOf(response);
    } catch (Unavailable e) {
      return noDisk(request, e);
    }
  }

  /// By the length that it announces, which Jetty has checked.
  private static boolean isTooLarge(HttpRequest request) {
    return request.header("content-length").map(Long::parseLong).orElse(0L) > MOST_BODY;
  }

  private static HttpResponse noDisk(HttpRequest request, Unavailable e) {
    Log.error(request.id(), e);
    return new Problem(Problem.Type.UNAVAILABLE, "there is no room for temporary files; try again")
        .response(request.id());
  }

  private void send(Request sent, Response response, HttpResponse answer) throws IOException {
    response.setStatus(answer.status());
    answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
    if (answer.length() >= 0 && !sent.getMethod().equals("HEAD")) {
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.length());
    }
    EndPoint client = sent.getConnectionMetaData().getConnection().getEndPoint();
    client.setIdleTimeout(SlowOutput.LONGEST_PAUSE.toMillis());
    try (HttpResponse.Content content = answer.content()) {
      OutputStream out = new SlowOutput(Content.Sink.asOutputStream(response));
      content.writeTo(out);
      // Only now: what breaks off must not look whole.
      out.close();
    }
    client.setIdleTimeout(waits.nextByte().toMillis());
  }
}
