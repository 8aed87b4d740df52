package io.tapevault.siem.datadog;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Datadog's intake of logs. It says that it took what it then cuts or throws away; so what it
/// would cut is lost to it and never sent, and what it would throw away for its time is sent
/// without it.
public final class DatadogSink implements EventSink {

  /// Datadog takes 1,000 logs and 5 MB, before they are packed.
  static final Limits LIMITS = new Limits(1_000, 4_500_000);

  // Of a log of more than 1 MB the end is cut off.
  static final int MOST = 1_000_000;

  private static final String PATH = "/api/v2/logs";

  private final SiemHttp http;
  private final Logs logs;
  private final Map<String, String> headers;

  private DatadogSink(SiemHttp http, Logs logs, Map<String, String> headers) {
    this.http = http;
    this.logs = logs;
    this.headers = headers;
  }

  /// The secret is an API key. Throws an [IllegalArgumentException].
  public static DatadogSink open(SinkSpec spec, InstantSource clock, Timeouts timeouts) {
    return new DatadogSink(SiemHttp.to(spec, clock, timeouts), Logs.of(spec, clock), headers(spec));
  }

  /// Throws where `open` would.
  public static void check(SinkSpec spec) {
    SiemHttp.check(spec);
    headers(spec);
  }

  private static Map<String, String> headers(SinkSpec spec) {
    return Map.of(
        "dd-api-key",
        Credentials.token(spec),
        "content-type",
        "application/json",
        "content-encoding",
        "gzip",
        "user-agent",
        "Tapevault");
  }

  @Override
  public Limits limits() {
    return LIMITS;
  }

  @Override
  public int size(Outgoing event) {
    return logs.size(event);
  }

  @Override
  public Delivery deliver(List<Outgoing> batch) {
    List<Outgoing> whole = new ArrayList<>();
    List<RefusedEvent> cut = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      if (logs.size(batch.get(i)) <= MOST) {
        whole.add(batch.get(i));
      } else {
        cut.add(new RefusedEvent(i, "larger than 1 MB, which Datadog cuts"));
      }
    }
    Delivery delivery = whole.isEmpty() ? new Delivery.Delivered() : post(whole);
    if (cut.isEmpty()) {
      return delivery;
    }
    return switch (delivery) {
      case Delivery.Delivered all -> new Delivery.Dropped(cut);
      case Delivery.Refused refused ->
          Delivery.Refused.all(batch, refused.events().getFirst().why());
      case Delivery.Dropped none -> none;
      case Delivery.TryAgain trouble -> trouble;
      case Delivery.Down down -> down;
    };
  }

  private Delivery post(List<Outgoing> batch) {
    StringBuilder body = new StringBuilder("[");
    for (Outgoing event : batch) {
      body.append(body.length() == 1 ? "" : ",");
      logs.write(body, event);
    }
    byte[] packed = Gzip.of(body.append(']').toString().getBytes(UTF_8));
    return http.post(new Request(batch, packed, headers, PATH), OwnSuccess.OBJECT);
  }
}
