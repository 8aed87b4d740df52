package io.tapevault.siem.http;

import io.tapevault.forwarding.EventSink.Delivery;
import io.tapevault.forwarding.Outgoing;
import io.tapevault.forwarding.SinkSpec;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Requests to one SIEM. Each is bounded in time, goes to no address that the configuration does
/// not allow, and follows no redirect: what is sent is for that SIEM only.
public final class SiemHttp {

  static final Duration SOON = Duration.ofSeconds(1);

  private final SiemAddress address;
  private final Timeouts timeouts;
  private final Verdict verdict;
  private final HttpClient http;

  private SiemHttp(SiemAddress address, Timeouts timeouts, Verdict verdict, HttpClient http) {
    this.address = address;
    this.timeouts = timeouts;
    this.verdict = verdict;
    this.http = http;
  }

  /// To the address of the settings, as `allow`, `ca`, `certificate` and `key` have it. Throws an
  /// [IllegalArgumentException] that says nothing of the address or a secret.
  public static SiemHttp to(SinkSpec spec, InstantSource clock, Timeouts timeouts) {
    SiemAddress address = address(spec);
    HttpClient.Builder http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            // A proxy would resolve the name itself, and reach what is not allowed.
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(timeouts.connect());
    Tls.of(spec.options()).ifPresent(http::sslContext);
    return new SiemHttp(
        address, timeouts, new Verdict(address, Credentials.secrets(spec), clock), http.build());
  }

  /// Throws where `to` would.
  public static void check(SinkSpec spec) {
    address(spec);
    Tls.of(spec.options());
  }

  private static SiemAddress address(SinkSpec spec) {
    return SiemAddress.parse(spec.address(), spec.options().getOrDefault(SinkSpec.ALLOW, ""));
  }

  /// How long a connection, a request until its status is known, and the rest of an answer may
  /// take.
  public record Timeouts(Duration connect, Duration request, Duration rest) {
    public static final Timeouts DEFAULT =
        new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofMillis(500));
  }

  /// Loads what a connection by TLS needs, and connects to nobody.
  public static void warmUp() {
    try {
      SSLEngine engine = SSLContext.getDefault().createSSLEngine("siem.invalid", 443);
      engine.setUseClientMode(true);
      engine.wrap(
          ByteBuffer.allocate(0), ByteBuffer.allocate(engine.getSession().getPacketBufferSize()));
    } catch (NoSuchAlgorithmException | SSLException e) {
      throw new IllegalStateException("every Java platform has TLS", e);
    }
  }

  /// Where a path leads. It is for signing, and never for a message.
  public URI at(String path) {
    return address.below(path);
  }

  /// Posts a batch, and says what became of it.
  public Delivery post(Request request, Reading reading) {
    return send("POST", request, reading);
  }

  /// The same by PUT.
  public Delivery put(Request request, Reading reading) {
    return send("PUT", request, reading);
  }

  private Delivery send(String method, Request request, Reading reading) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(at(request.path()))
            .method(method, BodyPublishers.ofByteArray(request.body()));
    request.headers().forEach(builder::header);
    long deadline = System.nanoTime() + timeouts.request().toNanos();
    try {
      Optional<String> refusal = within(deadline, address::refusal);
      return refusal.isPresent()
          ? new Delivery.Down(refusal.get())
          : read(answer(builder.build(), reading, deadline), request.batch(), reading);
    } catch (TimeoutException e) {
      return new Delivery.TryAgain(
          SOON, true, "no answer within " + timeouts.request().toMillis() + " ms");
    } catch (ExecutionException e) {
      return failed(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Delivery.TryAgain(SOON, false, "interrupted");
    }
  }

  private Delivery read(
      HttpResponse<AnswerBody.Read> response, List<Outgoing> batch, Reading reading) {
    Answered answer = new Answered(response, batch, verdict);
    if (!reading.wants(answer.status())) {
      return answer.verdict();
    }
    return response.body().whole()
        ? reading.of(answer)
        // Fewer events have a shorter answer.
        : new Delivery.TryAgain(
            SOON, true, answer.said() + ": its answer broke off or is too long");
  }

  /// A resolver knows no time-out of ours.
  private static <T> T within(long deadline, Callable<T> question)
      throws InterruptedException, ExecutionException, TimeoutException {
    FutureTask<T> task = new FutureTask<>(question);
    Thread.ofVirtual().start(task);
    return task.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  private HttpResponse<AnswerBody.Read> answer(HttpRequest request, Reading reading, long deadline)
      throws InterruptedException, ExecutionException, TimeoutException {
    try {
      return send(request, reading, deadline);
    } catch (ExecutionException e) {
      if (!mayBeStale(e.getCause())) {
        throw e;
      }
      return send(request, reading, deadline);
    }
  }

  /// The limit of the JDK's own request would begin anew with each try.
  private HttpResponse<AnswerBody.Read> send(HttpRequest request, Reading reading, long deadline)
      throws InterruptedException, ExecutionException, TimeoutException {
    CompletableFuture<HttpResponse<AnswerBody.Read>> answer =
        http.sendAsync(
            request,
            head ->
                reading.wants(head.statusCode())
                    ? AnswerBody.whole(timeouts.request())
                    : AnswerBody.words(timeouts.rest()));
    try {
      return answer.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } finally {
      answer.cancel(true);
    }
  }

  /// Whether a kept connection may have been closed by the receiver while this process was frozen.
  /// The JDK does not send a POST again by itself; that the receiver knows an event again makes it
  /// safe.
  private static boolean mayBeStale(@Nullable Throwable failure) {
    return failure instanceof IOException
        && !(failure instanceof HttpTimeoutException)
        && !(failure instanceof ConnectException)
        && !(failure instanceof SSLException);
  }

  private Delivery failed(@Nullable Throwable failure) {
    Optional<String> distrust = Tls.distrust(failure);
    if (distrust.isPresent()) {
      return new Delivery.Down(distrust.get());
    }
    String name = failure == null ? "unknown" : failure.getClass().getSimpleName();
    if (failure instanceof UnknownHostException) {
      return new Delivery.TryAgain(SOON, false, "the name of its host is not known");
    }
    String said = failure == null ? null : failure.getMessage();
    String why = "no answer: " + name + (said == null ? "" : ": " + verdict.harmless(said));
    return new Delivery.TryAgain(SOON, false, why);
  }
}
