package io.tapevault.siem.elastic;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.forwarding.EventSink;
import io.tapevault.forwarding.Outgoing;
import io.tapevault.forwarding.Piecewise;
import io.tapevault.forwarding.Piecewise.Answer;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.siem.http.AwsSigner;
import io.tapevault.siem.http.Gzip;
import io.tapevault.siem.http.Reading;
import io.tapevault.siem.http.Request;
import io.tapevault.siem.http.SiemHttp;
import io.tapevault.siem.http.SiemHttp.Timeouts;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// Elasticsearch or OpenSearch: `create` with an id of the event's content, so that an event that
/// comes again is a 409, which is as good as taken; one that comes again much later is asked for.
public final class ElasticSink implements EventSink {

  /// Both take 100 MB by default, and work best with far less.
  static final Limits LIMITS = new Limits(500, 5 << 20);

  private static final Duration SOON = Duration.ofSeconds(1);

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

  /// `create` knows an id again within one backing index, and a data stream has a new one now and
  /// then: what is found in any of them is taken.
  @Override
  public Delivery deliverAgain(List<Outgoing> batch) {
    if (batch.isEmpty()) {
      return new Delivery.Delivered();
    }
    Found found = new Found();
    Delivery asked = post("_search", "application/json", batch, Found.question(batch), found);
    if (!(asked instanceof Delivery.Delivered answered)) {
      return asked;
    }
    List<Integer> missing =
        IntStream.range(0, batch.size()).filter(i -> !found.has(batch.get(i))).boxed().toList();
    return switch (deliver(missing.stream().map(batch::get).toList())) {
      case Delivery.Delivered all -> all.said().isEmpty() ? answered : all;
      case Delivery.Refused refused when missing.size() < batch.size() -> among(missing, refused);
      case Delivery other -> other;
    };
  }

  /// Where all that was missing is refused, nobody knows whether it is the events: that some were
  /// taken long ago says nothing of now. Fewer show it.
  private static Delivery among(List<Integer> missing, Delivery.Refused refused) {
    return refused.events().size() == missing.size()
        ? new Delivery.TryAgain(SOON, true, refused.events().getFirst().why())
        : new Delivery.Refused(
            refused.events().stream()
                .map(one -> new RefusedEvent(missing.get(one.index()), one.why()))
                .toList());
  }

  private Answer send(List<Outgoing> events) {
    StringBuilder lines = new StringBuilder();
    events.forEach(event -> documents.write(lines, event));
    BulkAnswer answer = new BulkAnswer();
    Delivery delivery = post("_bulk", "application/x-ndjson", events, lines.toString(), answer);
    return answer.each() != null ? answer.each() : new Answer.Whole(delivery);
  }

  private Delivery post(
      String action, String type, List<Outgoing> events, String text, Reading reading) {
    byte[] body = Gzip.of(text.getBytes(UTF_8));
    String path = "/" + documents.index() + "/" + action;
    Map<String, String> headers =
        new TreeMap<>(
            Map.of("content-type", type, "content-encoding", "gzip", "user-agent", "Tapevault"));
    try {
      headers.putAll(signature.headers(http.at(path), body));
      return http.post(new Request(events, body, headers, path), reading);
    } catch (AwsSigner.NoCredentials e) {
      return new Delivery.Down(String.valueOf(e.getMessage()));
    }
  }
}
