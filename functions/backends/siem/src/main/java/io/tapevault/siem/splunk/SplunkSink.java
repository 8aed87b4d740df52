package io.tapevault.siem.splunk;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.forwarding.EventSink;
import io.tapevault.forwarding.Outgoing;
import io.tapevault.forwarding.Piecewise;
import io.tapevault.forwarding.Piecewise.Answer;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.siem.http.Credentials;
import io.tapevault.siem.http.Gzip;
import io.tapevault.siem.http.Request;
import io.tapevault.siem.http.SiemHttp;
import io.tapevault.siem.http.SiemHttp.Timeouts;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Splunk's HTTP Event Collector. With acknowledgement an event is delivered when it is indexed;
/// without, when it was found valid.
public final class SplunkSink implements EventSink {

  /// Splunk advises, and Splunk Cloud asks for, no more than a megabyte.
  static final Limits LIMITS = new Limits(1_000, 1_000_000);

  private static final String EVENTS = "/services/collector/event";

  private final SiemHttp http;
  private final EventEnvelope envelope;
  private final Map<String, String> headers;
  private final @Nullable Acknowledgements acknowledgements;
  private final Piecewise piecewise = new Piecewise(this::send);

  private SplunkSink(
      SiemHttp http,
      EventEnvelope envelope,
      Map<String, String> headers,
      @Nullable Acknowledgements acknowledgements) {
    this.http = http;
    this.envelope = envelope;
    this.headers = headers;
    this.acknowledgements = acknowledgements;
  }

  /// The secret is the collector's token. Throws an [IllegalArgumentException].
  public static SplunkSink open(SinkSpec spec, InstantSource clock, Timeouts timeouts) {
    return open(spec, clock, timeouts, Duration.ofSeconds(1));
  }

  /// One that waits so long before it asks what is indexed.
  static SplunkSink open(SinkSpec spec, InstantSource clock, Timeouts timeouts, Duration pause) {
    SiemHttp http = SiemHttp.to(spec, clock, timeouts);
    Map<String, String> headers = headers(spec);
    return new SplunkSink(
        http,
        EventEnvelope.of(spec),
        headers,
        isAcknowledging(spec) ? new Acknowledgements(http, headers, clock, pause) : null);
  }

  /// Throws where `open` would.
  public static void check(SinkSpec spec) {
    SiemHttp.check(spec);
    headers(spec);
    isAcknowledging(spec);
  }

  private static Map<String, String> headers(SinkSpec spec) {
    return Map.of(
        "authorization",
        "Splunk " + Credentials.token(spec),
        "content-type",
        "application/json",
        "content-encoding",
        "gzip",
        "user-agent",
        "Tapevault",
        // The same over restarts: an acknowledgement is asked for in the channel of its request.
        "x-splunk-request-channel",
        UUID.nameUUIDFromBytes(("tapevault " + spec.name()).getBytes(UTF_8)).toString());
  }

  private static boolean isAcknowledging(SinkSpec spec) {
    String ack = spec.options().getOrDefault("ack", "false");
    if (!ack.equals("true") && !ack.equals("false")) {
      throw new IllegalArgumentException("ack is true or false");
    }
    return ack.equals("true");
  }

  @Override
  public Limits limits() {
    return LIMITS;
  }

  @Override
  public int size(Outgoing event) {
    return envelope.size(event);
  }

  @Override
  public Delivery deliver(List<Outgoing> batch) {
    return piecewise.deliver(batch);
  }

  private Answer send(List<Outgoing> events) {
    if (acknowledgements != null && acknowledgements.waitFor(events)) {
      return new Answer.Whole(acknowledgements.indexed(events));
    }
    StringBuilder body = new StringBuilder();
    events.forEach(event -> envelope.write(body, event));
    CollectorAnswer answer = new CollectorAnswer(acknowledgements != null);
    Delivery delivery =
        http.post(
            new Request(events, Gzip.of(body.toString().getBytes(UTF_8)), headers, EVENTS), answer);
    if (answer.each() != null) {
      return answer.each();
    }
    if (acknowledgements == null || answer.acknowledgement() == null) {
      return new Answer.Whole(delivery);
    }
    acknowledgements.sent(answer.acknowledgement(), events);
    return new Answer.Whole(acknowledgements.indexed(events));
  }
}
