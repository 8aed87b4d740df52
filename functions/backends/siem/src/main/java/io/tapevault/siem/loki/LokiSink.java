package io.tapevault.siem.loki;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.forwarding.EventSink;
import io.tapevault.forwarding.Outgoing;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.siem.http.Credentials;
import io.tapevault.siem.http.Gzip;
import io.tapevault.siem.http.Request;
import io.tapevault.siem.http.SiemHttp;
import io.tapevault.siem.http.SiemHttp.Timeouts;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Grafana Loki: one stream, with what tells events apart beside each line. Loki knows a line of a
/// time again, so nothing is doubled by a second sending.
///
/// A line that is too old for its stream is sent once more, as of now: Loki refuses such lines and
/// takes their neighbours, so a refusal is no reason to give up either.
public final class LokiSink implements EventSink {

  /// Loki takes 4 MB by default.
  static final Limits LIMITS = new Limits(1_000, 1 << 20);

  private static final String PATH = "/loki/api/v1/push";

  private final SiemHttp http;
  private final InstantSource clock;
  private final Stream stream;
  private final Map<String, String> headers;
  private Instant oldest = Instant.MIN;

  private LokiSink(SiemHttp http, InstantSource clock, Stream stream, Map<String, String> headers) {
    this.http = http;
    this.clock = clock;
    this.stream = stream;
    this.headers = headers;
  }

  /// With `user` the secret is a password, else a bearer token. Throws an
  /// [IllegalArgumentException].
  public static LokiSink open(SinkSpec spec, InstantSource clock, Timeouts timeouts) {
    return new LokiSink(SiemHttp.to(spec, clock, timeouts), clock, Stream.of(spec), headers(spec));
  }

  /// Throws where `open` would.
  public static void check(SinkSpec spec) {
    SiemHttp.check(spec);
    Stream.of(spec);
    headers(spec);
  }

  private static Map<String, String> headers(SinkSpec spec) {
    Map<String, String> headers =
        new TreeMap<>(
            Map.of(
                "content-type",
                "application/json",
                "content-encoding",
                "gzip",
                "user-agent",
                "Tapevault"));
    String tenant = spec.options().get("tenant");
    if (tenant != null) {
      if (!tenant.matches("[A-Za-z0-9!_.*'()|-]{1,150}")) {
        throw new IllegalArgumentException("tenant is no name of a tenant of Loki's");
      }
      headers.put("x-scope-orgid", tenant);
    }
    Credentials.basic(spec)
        .ifPresentOrElse(
            basic -> headers.put("authorization", basic),
            () -> {
              if (spec.secret() != null) {
                headers.put("authorization", "Bearer " + Credentials.token(spec));
              }
            });
    return headers;
  }

  @Override
  public Limits limits() {
    return LIMITS;
  }

  @Override
  public int size(Outgoing event) {
    return stream.size(event);
  }

  @Override
  public Delivery deliver(List<Outgoing> batch) {
    if (batch.isEmpty()) {
      return new Delivery.Delivered();
    }
    PushAnswer answer = new PushAnswer();
    Delivery delivery = post(batch, answer);
    Instant accepted = answer.oldest(batch);
    if (accepted.isAfter(oldest)) {
      oldest = accepted;
      return post(batch, new PushAnswer());
    }
    return delivery;
  }

  private Delivery post(List<Outgoing> batch, PushAnswer answer) {
    byte[] body = stream.push(batch, oldest, clock.instant()).getBytes(UTF_8);
    return http.post(new Request(batch, Gzip.of(body), headers, PATH), answer);
  }
}
