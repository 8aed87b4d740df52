package io.tapevault.siem.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.event.Sha256;
import io.tapevault.event.StoredEvent;
import io.tapevault.forwarding.EventSink;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Any receiver of Standard Webhooks 1.0.0: a POST of a JSON array of events, each as the log has
/// it.
///
/// A batch that is too large for one request is [Delivery.TooMuch], so that what was taken is known
/// exactly; one event alone is sent at any size. An answer that tells of a wrong configuration (a
/// redirect, 401, 403, 404, 410…) keeps the events until somebody has put it right.
public final class WebhookSink implements EventSink {

  static final Limits LIMITS = new Limits(Duration.ofSeconds(5), Duration.ofSeconds(15));

  static final int MAX_EVENTS = 500;
  static final int MAX_BYTES = 512 * 1024;

  static final Duration SOON = Duration.ofSeconds(1);
  // A person has to act first.
  static final Duration LATER = Duration.ofSeconds(30);

  private final WebhookAddress address;
  private final InstantSource clock;
  private final Limits limits;
  private final HttpClient http;

  WebhookSink(WebhookAddress address, InstantSource clock, Limits limits) {
    this.address = address;
    this.clock = clock;
    this.limits = limits;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(limits.connect())
            .build();
  }

  /// How long a connection, and a request from start to end, may take.
  record Limits(Duration connect, Duration request) {}

  /// `https://host/path`, or `http://` on this machine. What stands behind a `#` never leaves: it
  /// is the secret to sign with, `whsec_…`, or several with a comma between them while one replaces
  /// another.
  public static WebhookSink at(String uri, InstantSource clock) {
    return new WebhookSink(WebhookAddress.parse(uri), clock, LIMITS);
  }

  /// Throws [IllegalArgumentException] where `at` would.
  public static void check(String uri) {
    WebhookAddress.parse(uri);
  }

  @Override
  public Delivery deliver(List<StoredEvent> batch) {
    if (batch.isEmpty()) {
      return new Delivery.Delivered();
    }
    if (batch.size() > MAX_EVENTS) {
      return new Delivery.TooMuch("more than " + MAX_EVENTS + " events");
    }
    byte[] body = body(batch);
    if (body.length > MAX_BYTES && batch.size() > 1) {
      return new Delivery.TooMuch("more than " + MAX_BYTES + " bytes");
    }
    return post(request(id(batch), body));
  }

  private static byte[] body(List<StoredEvent> batch) {
    return batch.stream()
        .map(stored -> stored.event().json())
        .collect(Collectors.joining(",", "[", "]"))
        .getBytes(UTF_8);
  }

  /// The same for the same events, and another where only the content differs: a receiver may drop
  /// what it knows.
  private static String id(List<StoredEvent> batch) {
    MessageDigest digest = Sha256.digest();
    batch.forEach(stored -> digest.update(stored.event().hash().getBytes(UTF_8)));
    return "msg_" + Sha256.end(digest);
  }

  private HttpRequest request(String id, byte[] body) {
    long timestamp = clock.instant().getEpochSecond();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address.endpoint())
            .POST(BodyPublishers.ofByteArray(body))
            .header("content-type", "application/json")
            .header("user-agent", "Tapevault")
            .header("webhook-id", id)
            .header("webhook-timestamp", Long.toString(timestamp));
    if (!address.secrets().isEmpty()) {
      String signatures =
          address.secrets().stream()
              .map(secret -> secret.signature(id, timestamp, body))
              .collect(Collectors.joining(" "));
      request.header("webhook-signature", signatures);
    }
    return request.build();
  }

  private Delivery post(HttpRequest request) {
    long deadline = System.nanoTime() + limits.request().toNanos();
    try {
      try {
        return verdict(send(request, deadline));
      } catch (ExecutionException e) {
        if (!mayBeStale(e.getCause())) {
          throw e;
        }
        return verdict(send(request, deadline));
      }
    } catch (TimeoutException e) {
      return new Delivery.TryAgain(
          SOON, "no whole answer within " + limits.request().toMillis() + " ms");
    } catch (ExecutionException e) {
      return new Delivery.TryAgain(SOON, "no answer: " + name(e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Delivery.TryAgain(SOON, "interrupted");
    }
  }

  /// The limit of the JDK's own request ends with the head of the answer; this one holds until the
  /// end of its body.
  private HttpResponse<Long> send(HttpRequest request, long deadline)
      throws InterruptedException, ExecutionException, TimeoutException {
    CompletableFuture<HttpResponse<Long>> answer = http.sendAsync(request, head -> new Drain());
    try {
      return answer.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } finally {
      answer.cancel(true);
    }
  }

  /// Whether a kept connection may have been closed by the receiver while this process was frozen.
  /// The JDK does not send a POST again by itself; the id makes it safe.
  private static boolean mayBeStale(@Nullable Throwable failure) {
    return failure instanceof IOException
        && !(failure instanceof HttpTimeoutException)
        && !(failure instanceof ConnectException);
  }

  private static String name(@Nullable Throwable failure) {
    return failure == null ? "unknown" : failure.getClass().getSimpleName();
  }

  private Delivery verdict(HttpResponse<?> answer) {
    int status = answer.statusCode();
    String why = "status " + status;
    return switch (status) {
      case 400, 413, 415, 422 -> new Delivery.TooMuch(why);
      case 408, 425, 429 -> new Delivery.TryAgain(pause(answer), why);
      default ->
          switch (status / 100) {
            case 2 -> new Delivery.Delivered();
            case 5 -> new Delivery.TryAgain(pause(answer), why);
            default -> new Delivery.TryAgain(LATER, why + ": is the address or the secret wrong?");
          };
    };
  }

  private Duration pause(HttpResponse<?> answer) {
    return answer
        .headers()
        .firstValue("retry-after")
        .flatMap(value -> RetryAfter.parse(value, clock.instant()))
        .orElse(SOON);
  }
}
