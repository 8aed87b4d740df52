package io.tapevault.siem.elastic;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.forwarding.EventSink;
import io.tapevault.forwarding.Outgoing;
import io.tapevault.forwarding.Piecewise;
import io.tapevault.forwarding.Piecewise.Answer;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.siem.http.AwsSigner;
import io.tapevault.siem.http.Gzip;
import io.tapevault.siem.http.Request;
import io.tapevault.siem.http.SiemHttp;
import io.tapevault.siem.http.SiemHttp.Timeouts;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Elasticsearch or OpenSearch: `create` with an id of the event's content, so that an event that
/// comes again is a 409, which is as good as taken.
public final class ElasticSink implements EventSink {

  /// Both take 100 MB by default, and work best with far less.
  static final Limits LIMITS = new Limits(500, 5 << 20);

  private final SiemHttp http;
  private final Documents documents;
  private final Signature signature;
  private final Piecewise piecewise = new Piecewise(this::send);

  private ElasticSink(SiemHttp http, Documents documents, Signature signature) {
    this.http = http;
    this.documents = documents;
    this.signature = signature;
  }

  /// Throws an [IllegalArgumentException].
  public static ElasticSink open(SinkSpec spec, InstantSource clock, Timeouts timeouts) {
    return new ElasticSink(
        SiemHttp.to(spec, clock, timeouts), Documents.of(spec), Signature.of(spec, clock));
  }

  /// Throws where `open` would.
  public static void check(SinkSpec spec) {
    SiemHttp.check(spec);
    Documents.of(spec);
    Signature.of(spec, InstantSource.system());
  }

  @Override
  public Limits limits() {
    return LIMITS;
  }

  @Override
  public int size(Outgoing event) {
    return documents.size(event);
  }

  @Override
  public Delivery deliver(List<Outgoing> batch) {
    return piecewise.deliver(batch);
  }

  private Answer send(List<Outgoing> events) {
    StringBuilder lines = new StringBuilder();
    events.forEach(event -> documents.write(lines, event));
    byte[] body = Gzip.of(lines.toString().getBytes(UTF_8));
    String path = "/" + documents.index() + "/_bulk";
    Map<String, String> headers =
        new TreeMap<>(
            Map.of(
                "content-type",
                "application/x-ndjson",
                "content-encoding",
                "gzip",
                "user-agent",
                "Tapevault"));
    BulkAnswer answer = new BulkAnswer();
    Delivery delivery;
    try {
      headers.putAll(signature.headers(http.at(path), body));
      delivery = http.post(new Request(events, body, headers, path), answer);
    } catch (AwsSigner.NoCredentials e) {
      delivery = new Delivery.Down(String.valueOf(e.getMessage()));
    }
    return answer.each() != null ? answer.each() : new Answer.Whole(delivery);
  }
}
