package io.tapevault.siem.otlp;

import io.tapevault.forwarding.EventSink;
import io.tapevault.forwarding.Outgoing;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.siem.http.Gzip;
import io.tapevault.siem.http.JsonText;
import io.tapevault.siem.http.Request;
import io.tapevault.siem.http.SiemHttp;
import io.tapevault.siem.http.SiemHttp.Timeouts;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Any receiver of OTLP over HTTP: each event is a log record, its body the event's text.
public final class OtlpSink implements EventSink {

  // The Collector takes 20 MiB by default, others less.
  static final Limits LIMITS = new Limits(500, 1 << 20);

  public static final String ENCODING = "encoding";

  /// The header that the secret is the value of.
  public static final String HEADER = "header";

  private static final String PATH = "/v1/logs";
  // Of a record, beside what is its own.
  private static final int FRAME = 320;

  private final SiemHttp http;
  private final Encoding encoding;
  private final Map<String, String> headers;

  private OtlpSink(SiemHttp http, Encoding encoding, Map<String, String> headers) {
    this.http = http;
    this.encoding = encoding;
    this.headers = headers;
  }

  /// Throws an [IllegalArgumentException].
  public static OtlpSink open(SinkSpec spec, InstantSource clock, Timeouts timeouts) {
    return new OtlpSink(SiemHttp.to(spec, clock, timeouts), encoding(spec), headers(spec));
  }

  /// Throws where `open` would.
  public static void check(SinkSpec spec) {
    SiemHttp.check(spec);
    headers(spec);
  }

  private static Encoding encoding(SinkSpec spec) {
    return Encoding.of(spec.options().getOrDefault(ENCODING, "protobuf"));
  }

  private static Map<String, String> headers(SinkSpec spec) {
    Map<String, String> headers = new TreeMap<>();
    String secret = spec.secret();
    if (secret != null) {
      headers.put(header(spec), value(secret));
    }
    headers.put("content-type", encoding(spec).contentType());
    headers.put("content-encoding", "gzip");
    headers.put("user-agent", "Tapevault");
    return headers;
  }

  private static String header(SinkSpec spec) {
    String header = spec.options().getOrDefault(HEADER, "authorization").toLowerCase(Locale.ROOT);
    if (!header.matches("authorization|(x-|api-|[a-z]+-key)[a-z0-9-]{0,60}")) {
      throw new IllegalArgumentException(
          HEADER + ": it is neither authorization nor a header such as api-key or x-api-key");
    }
    return header;
  }

  private static String value(String secret) {
    if (!secret.matches("[ -~]+")) {
      throw new IllegalArgumentException(
          "the secret has line breaks or other characters that no header can hold");
    }
    return secret;
  }

  @Override
  public Limits limits() {
    return LIMITS;
  }

  @Override
  public int size(Outgoing event) {
    String session = event.stored().event().session();
    return JsonText.quoted(event.text())
        + JsonText.quoted(event.key())
        + JsonText.quoted(event.stored().event().type())
        + (session == null ? 0 : JsonText.quoted(session))
        + FRAME;
  }

  @Override
  public Delivery deliver(List<Outgoing> batch) {
    return batch.isEmpty()
        ? new Delivery.Delivered()
        : http.post(
            new Request(batch, Gzip.of(encoding.export(batch)), headers, PATH),
            new ExportAnswer(encoding == Encoding.JSON));
  }
}
