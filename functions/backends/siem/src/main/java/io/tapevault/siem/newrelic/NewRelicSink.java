package io.tapevault.siem.newrelic;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.forwarding.EventSink;
import io.tapevault.forwarding.Outgoing;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.siem.http.Credentials;
import io.tapevault.siem.http.Gzip;
import io.tapevault.siem.http.OwnSuccess;
import io.tapevault.siem.http.Request;
import io.tapevault.siem.http.SiemHttp;
import io.tapevault.siem.http.SiemHttp.Timeouts;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/// New Relic's Log API. The secret is a licence key.
public final class NewRelicSink implements EventSink {

  // New Relic takes 1,000,000 bytes at once.
  static final Limits LIMITS = new Limits(1_000, 900_000);

  private final SiemHttp http;
  private final InstantSource clock;
  private final String key;

  private NewRelicSink(SiemHttp http, InstantSource clock, String key) {
    this.http = http;
    this.clock = clock;
    this.key = key;
  }

  /// Throws an [IllegalArgumentException].
  public static NewRelicSink open(SinkSpec spec, InstantSource clock, Timeouts timeouts) {
    return new NewRelicSink(SiemHttp.to(spec, clock, timeouts), clock, Credentials.token(spec));
  }

  /// Throws where `open` would.
  public static void check(SinkSpec spec) {
    SiemHttp.check(spec);
    Credentials.token(spec);
  }

  @Override
  public Limits limits() {
    return LIMITS;
  }

  @Override
  public int size(Outgoing event) {
    return LogLines.size(event);
  }

  @Override
  public Delivery deliver(List<Outgoing> batch) {
    if (batch.isEmpty()) {
      return new Delivery.Delivered();
    }
    byte[] body = LogLines.of(batch, clock.instant()).getBytes(UTF_8);
    Map<String, String> headers =
        Map.of(
            "api-key", key,
            "content-type", "application/json",
            "content-encoding", "gzip",
            "user-agent", "Tapevault");
    return http.post(new Request(batch, Gzip.of(body), headers), OwnSuccess.OBJECT);
  }
}
