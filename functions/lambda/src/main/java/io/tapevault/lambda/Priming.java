package io.tapevault.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.http.Front;
import io.tapevault.http.Route;
import io.tapevault.http.Route.AnsweredBy;
import io.tapevault.search.AuditSearchEvent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/// Lets sample requests through before the first real one: their code is loaded, and their
/// connections are open, when a snapshot of the function is taken. What is asked changes nothing.
public final class Priming {

  private static final String READ = "get-healthz.json";
  // A session's name, and the reference of an event (0:nobody), that nobody has.
  private static final String NOBODY = "MDpub2JvZHk";

  private Priming() {}

  /// A function as AWS calls it.
  public interface Handler {
    void handle(InputStream in, OutputStream out) throws IOException;
  }

  /// Asks every route once that only reads, of those that the function answers: a search first, for
  /// that is what is asked most.
  public static void reads(Front front, Class<?> function, AnsweredBy answeredBy) {
    String envelope = new String(sample(function, READ), UTF_8);
    for (Route route : Route.values()) {
      if (route.answeredBy() == answeredBy && route.method().equals("GET")) {
        String path = route.path().replaceAll("\\{[a-z]+\\+?}", NOBODY);
        // That somebody searches is an event, unless it is for such events.
        String only = route == Route.SEARCH ? ", \"type\": \"" + AuditSearchEvent.TYPE + '"' : "";
        String asked =
            envelope
                .replace("\"/healthz\"", '"' + path + '"')
                .replace(
                    "\"queryStringParameters\": null",
                    "\"queryStringParameters\": {\"limit\": \"1\"" + only + "}");
        call(of(front), asked.getBytes(UTF_8));
      }
    }
  }

  /// `samples` are envelopes among the resources beside `function`.
  public static void run(Handler handler, Class<?> function, String... samples) {
    for (String sample : samples) {
      call(handler, sample(function, sample));
    }
  }

  public static void run(Front front, Class<?> function, String... samples) {
    run(of(front), function, samples);
  }

  private static Handler of(Front front) {
    return (in, out) -> RestApi.write(front.handle(RestApi.read(in)), out);
  }

  private static void call(Handler handler, byte[] envelope) {
    try {
      handler.handle(new ByteArrayInputStream(envelope), OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException("a sample was not understood", e);
    }
  }

  private static byte[] sample(Class<?> function, String name) {
    try (InputStream in = function.getResourceAsStream("/priming/" + name)) {
      if (in == null) {
        throw new IllegalStateException("the package is not complete: no /priming/" + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
