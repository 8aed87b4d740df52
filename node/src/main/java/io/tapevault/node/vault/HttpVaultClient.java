package io.tapevault.node.vault;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.forwarding.RetryAfter;
import io.tapevault.node.vault.Authenticator.Unsigned;
import io.tapevault.node.vault.EnvironmentProxies.HttpsProxy;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The vault over the JDK's HTTP client.
public final class HttpVaultClient implements VaultClient {

  // Ten thousand parts of an upload are listed in less.
  private static final int MOST_ANSWER = 4 << 20;
  // The largest event has less.
  private static final int MOST_FETCHED = 64 << 20;
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int NOT_MODIFIED = 304;
  private static final int ELSEWHERE = 307;
  private static final int FORBIDDEN = 403;
  private static final int PROXY_AUTHENTICATION = 407;

  static {
    // The JDK gives a proxy no password for https, unless it is told so before its client is
    // loaded.
    if (System.getProperty("jdk.http.auth.tunneling.disabledSchemes") == null) {
      System.setProperty("jdk.http.auth.tunneling.disabledSchemes", "");
    }
  }

  private final URI vault;
  private final Auth auth;
  private final Authenticator authenticator;
  private final EnvironmentProxies proxies;
  private final ClockCheck clockCheck;
  private final InstantSource clock;
  private final Duration patience;
  private final HttpClient http;

  /// Throws an [IllegalArgumentException] where the environment names a proxy that is none.
  public HttpVaultClient(
      URI vault, Auth auth, Map<String, String> environment, Surroundings around) {
    this.vault = vault;
    this.auth = auth;
    this.authenticator =
        switch (auth) {
          case Auth.None() -> (request, body, now) -> Map.of();
          case Auth.Token(Path file) -> new TokenFile(file);
          case Auth.Aws(String region, String profile) -> AwsSignature.ofApi(region, profile);
        };
    this.proxies = EnvironmentProxies.of(environment);
    this.clock = around.clock();
    this.patience = around.patience();
    this.clockCheck = new ClockCheck(clock, around.log());
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(proxies)
            .connectTimeout(CONNECT)
            .build();
  }

  /// A clock, somebody who listens, and how long nothing may happen with a request.
  public record Surroundings(InstantSource clock, Consumer<String> log, Duration patience) {
    public static Surroundings of(Consumer<String> log) {
      return new Surroundings(InstantSource.system(), log, PATIENCE);
    }
  }

  /// How far this machine's clock is from the vault's, where that is too far.
  public Optional<String> clockTrouble() {
    return clockCheck.trouble();
  }

  /// How many bytes of an answer are read, whether it may say where they are, and who takes them as
  /// they come, if somebody does; then there are headers that go there too.
  private record Wanted(
      int most, boolean elsewhere, Map<String, String> headers, @Nullable Receiver receiver) {
    static final Wanted ANSWER = new Wanted(MOST_ANSWER, false, Map.of(), null);

    Wanted there() {
      return new Wanted(most, false, headers, receiver);
    }

    BodyHandler<byte[]> usual() {
      return BodyHandlers.limiting(BodyHandlers.ofByteArray(), most);
    }
  }

  @Override
  public Answer ask(String method, String path, Map<String, String> headers, byte[] body)
      throws InterruptedException {
    return ask(method, path, headers, body, Wanted.ANSWER);
  }

  /// Gets what may be larger than an answer, 64 MiB at most, from wherever the vault says that it
  /// is. No token goes there.
  public Answer fetch(String path) throws InterruptedException {
    return ask("GET", path, Map.of(), new byte[0], new Wanted(MOST_FETCHED, true, Map.of(), null));
  }

  /// Gets what may have any size, from wherever the vault says that it is; the headers go there
  /// too, and no token. Of a success the body is empty. Throws what the receiver throws.
  public Answer receive(String path, Map<String, String> headers, Receiver receiver)
      throws IOException, InterruptedException {
    try {
      return ask(
          "GET", path, headers, new byte[0], new Wanted(MOST_ANSWER, true, headers, receiver));
    } catch (NotTaken e) {
      throw e.why;
    }
  }

  /// The receiver did not take what came.
  private static final class NotTaken extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final IOException why;

    NotTaken(IOException why) {
      super(why);
      this.why = why;
    }
  }

  private Answer ask(
      String method, String path, Map<String, String> headers, byte[] body, Wanted wanted)
      throws InterruptedException {
    URI url = URI.create(vault.toString().replaceAll("/+$", "") + path);
    Unsigned request = new Unsigned(method, url, headers);
    Instant signed = clockCheck.timeToSign();
    Answer answer = ask(request, body, signed, wanted);
    boolean refused = answer instanceof Answer.Said said && said.status() == FORBIDDEN;
    return auth instanceof Auth.Aws && refused && clockCheck.isOutOfDate(signed)
        ? ask(request, body, clockCheck.timeToSign(), wanted)
        : answer;
  }

  private Answer ask(Unsigned request, byte[] body, Instant now, Wanted wanted)
      throws InterruptedException {
    Map<String, String> all = new TreeMap<>(request.headers());
    try {
      all.putAll(authenticator.headers(request, body, now));
    } catch (IOException e) {
      return new Answer.Unanswered(String.valueOf(e.getMessage()));
    }
    Answer answer =
        send(
            request.method(),
            request.url(),
            all,
            body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body),
            wanted);
    if (answer instanceof Answer.Said said) {
      said.header("date").ifPresent(clockCheck::sawVaults);
    }
    return answer;
  }

  @Override
  public Answer send(String method, URI url, Map<String, String> headers, BodyPublisher body)
      throws InterruptedException {
    return send(method, url, headers, body, Wanted.ANSWER);
  }

  private Answer send(
      String method, URI url, Map<String, String> headers, BodyPublisher body, Wanted wanted)
      throws InterruptedException {
    boolean https = "https".equalsIgnoreCase(url.getScheme());
    if (url.getHost() == null || !(https || (isLoopback(url) && isLoopback(vault)))) {
      return new Answer.Unanswered("the address is not https: " + Failures.host(url));
    }
    ObservedBody observed = new ObservedBody(body);
    HttpRequest.Builder request = HttpRequest.newBuilder(url).method(method, observed);
    try {
      headers.forEach((name, value) -> {
        // The JDK's client counts by itself.
        if (!name.equalsIgnoreCase("content-length") && !name.equalsIgnoreCase("host")) {
          request.header(name, value);
        }
      });
    } catch (IllegalArgumentException e) {
      // Its message quotes them.
      return new Answer.Unanswered(Failures.host(url) + ": its headers are none of HTTP's");
    }
    Optional<HttpsProxy> proxy = proxies.proxy(url);
    proxy
        .flatMap(HttpsProxy::authorization)
        .ifPresent(value -> request.header("proxy-authorization", value));
    Failures failures = new Failures(url, proxy);
    Receiving receiving = new Receiving(wanted.receiver(), wanted.usual());
    CompletableFuture<HttpResponse<byte[]>> answer = http.sendAsync(request.build(), receiving);
    try {
      HttpResponse<byte[]> got = await(answer, () -> observed.sent() + receiving.received());
      Optional<URI> elsewhere = wanted.elsewhere() ? elsewhere(got) : Optional.empty();
      return elsewhere.isEmpty()
          ? answered(got, failures)
          : send("GET", elsewhere.get(), wanted.headers(), BodyPublishers.noBody(), wanted.there());
    } catch (TimeoutException e) {
      return failures.silent(patience);
    } catch (ExecutionException e) {
      Optional<IOException> notTaken = receiving.failure();
      if (notTaken.isPresent()) {
        throw new NotTaken(notTaken.get());
      }
      return failures.of(e.getCause());
    } finally {
      answer.cancel(true);
    }
  }

  private static Optional<URI> elsewhere(HttpResponse<byte[]> answer) {
    try {
      return answer.statusCode() == ELSEWHERE
          ? answer.headers().firstValue("location").map(URI::create)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static boolean isLoopback(URI url) {
    String host = url.getHost();
    return "http".equalsIgnoreCase(url.getScheme())
        && List.of("localhost", "127.0.0.1", "[::1]").contains(host == null ? "" : host);
  }

  /// A body may take as long as it moves.
  private <T> T await(CompletableFuture<T> answer, LongSupplier moved)
      throws InterruptedException, ExecutionException, TimeoutException {
    while (true) {
      long before = moved.getAsLong();
      try {
        return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (moved.getAsLong() == before) {
          throw e;
        }
      }
    }
  }

  private Answer answered(HttpResponse<byte[]> answer, Failures failures) {
    Map<String, String> headers = new TreeMap<>();
    answer.headers().map().forEach((name, values) -> headers.put(name, values.getFirst()));
    int status = answer.statusCode();
    if (status == PROXY_AUTHENTICATION) {
      return failures.proxyWantsUser();
    }
    if (status / 100 == 3 && status != NOT_MODIFIED) {
      return failures.redirected(status, headers);
    }
    Optional.ofNullable(headers.get("date")).ifPresent(clockCheck::saw);
    Optional<Duration> after =
        Optional.ofNullable(headers.get("retry-after"))
            .flatMap(value -> RetryAfter.parse(value, clock.instant()))
            .map(asked -> asked.compareTo(RetryAfter.MOST) > 0 ? RetryAfter.MOST : asked);
    return new Answer.Said(status, headers, new String(answer.body(), UTF_8), after);
  }
}
