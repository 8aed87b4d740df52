package io.tapevault.siem.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.event.Sha256;
import io.tapevault.forwarding.EventSink;
import io.tapevault.forwarding.Outgoing;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.siem.http.JsonText;
import io.tapevault.siem.http.Reading;
import io.tapevault.siem.http.Request;
import io.tapevault.siem.http.SiemHttp;
import io.tapevault.siem.http.SiemHttp.Timeouts;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Any receiver of Standard Webhooks 1.0.0: a POST of a JSON array of events, each as the log has
/// it.
public final class WebhookSink implements EventSink {

  static final Limits LIMITS = new Limits(500, 512 * 1024);

  private final SiemHttp http;
  private final Map<String, String> own;
  private final List<Secret> secrets;
  private final InstantSource clock;

  private WebhookSink(
      SiemHttp http, Map<String, String> own, List<Secret> secrets, InstantSource clock) {
    this.http = http;
    this.own = own;
    this.secrets = secrets;
    this.clock = clock;
  }

  /// The secret is `whsec_…`, or several with a comma between them while one replaces another.
  /// Throws an [IllegalArgumentException].
  public static WebhookSink open(SinkSpec spec, InstantSource clock, Timeouts timeouts) {
    return new WebhookSink(SiemHttp.to(spec, clock, timeouts), own(spec), secrets(spec), clock);
  }

  /// Throws where `open` would.
  public static void check(SinkSpec spec) {
    SiemHttp.check(spec);
    own(spec);
    secrets(spec);
  }

  private static Map<String, String> own(SinkSpec spec) {
    return OwnHeaders.parse(spec.options().getOrDefault(SinkSpec.HEADERS, ""));
  }

  private static List<Secret> secrets(SinkSpec spec) {
    String secret = spec.secret();
    return secret == null
        ? List.of()
        : Stream.of(secret.split(",", -1)).map(Secret::parse).toList();
  }

  @Override
  public Limits limits() {
    return LIMITS;
  }

  @Override
  public int size(Outgoing event) {
    return 1
        + (event.text().startsWith("{")
            ? JsonText.bytes(event.text())
            : JsonText.quoted(event.text()));
  }

  @Override
  public Delivery deliver(List<Outgoing> batch) {
    if (batch.isEmpty()) {
      return new Delivery.Delivered();
    }
    byte[] body = body(batch);
    return http.post(new Request(batch, body, headers(id(batch), body)), Reading.STATUS);
  }

  private static byte[] body(List<Outgoing> batch) {
    StringBuilder body = new StringBuilder("[");
    for (Outgoing event : batch) {
      body.append(body.length() == 1 ? "" : ",");
      JsonText.value(body, event.text());
    }
    return body.append(']').toString().getBytes(UTF_8);
  }

  /// The same for the same events, and another where only the content differs: a receiver may drop
  /// what it knows.
  private static String id(List<Outgoing> batch) {
    MessageDigest digest = Sha256.digest();
    batch.forEach(one -> digest.update(one.stored().event().hash().getBytes(UTF_8)));
    return "msg_" + Sha256.end(digest);
  }

  private Map<String, String> headers(String id, byte[] body) {
    long timestamp = clock.instant().getEpochSecond();
    Map<String, String> headers = new TreeMap<>(own);
    headers.put("content-type", "application/json");
    headers.put("user-agent", "Tapevault");
    headers.put("webhook-id", id);
    headers.put("webhook-timestamp", Long.toString(timestamp));
    if (!secrets.isEmpty()) {
      headers.put(
          "webhook-signature",
          secrets.stream()
              .map(secret -> secret.signature(id, timestamp, body))
              .collect(Collectors.joining(" ")));
    }
    return headers;
  }
}
