package io.tapevault.siem.aws;

import io.tapevault.forwarding.EventSink;
import io.tapevault.forwarding.Outgoing;
import io.tapevault.forwarding.Piecewise;
import io.tapevault.forwarding.Piecewise.Answer;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.siem.http.AwsSigner;
import io.tapevault.siem.http.Request;
import io.tapevault.siem.http.SiemHttp;
import io.tapevault.siem.http.SiemHttp.Timeouts;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A delivery stream of Firehose, a bus of EventBridge, a queue of SQS, or a topic of SNS, by its
/// ARN. Of a batch that is taken in part only the rest is sent again.
public final class AwsSink implements EventSink {

  /// Where the service is, if not where AWS says: for an endpoint of a VPC.
  public static final String ENDPOINT = "endpoint";

  private final SiemHttp http;
  private final Entries entries;
  private final AwsSigner signer;
  private final Piecewise piecewise = new Piecewise(this::send);

  private AwsSink(SiemHttp http, Entries entries, AwsSigner signer) {
    this.http = http;
    this.entries = entries;
    this.signer = signer;
  }

  /// Throws an [IllegalArgumentException].
  public static AwsSink open(SinkSpec spec, InstantSource clock, Timeouts timeouts) {
    Entries entries = Entries.of(spec);
    return open(spec, AwsSigner.of(entries.arn().region(), entries.service(), clock), timeouts);
  }

  static AwsSink open(SinkSpec spec, AwsSigner signer, Timeouts timeouts) {
    Entries entries = Entries.of(spec);
    return new AwsSink(
        SiemHttp.to(service(spec, entries), signer.clock(), timeouts), entries, signer);
  }

  /// Throws where `open` would.
  public static void check(SinkSpec spec) {
    SiemHttp.check(service(spec, Entries.of(spec)));
  }

  private static SinkSpec service(SinkSpec spec, Entries entries) {
    if (spec.secret() != null) {
      throw new IllegalArgumentException("calls of AWS are signed as this machine: no secret");
    }
    Map<String, String> options = new HashMap<>(spec.options());
    String endpoint =
        options.getOrDefault(ENDPOINT, entries.arn().endpoint(entries.host()).toString());
    options.put(SinkSpec.ADDRESS, endpoint);
    return new SinkSpec(spec.name(), spec.type(), options, null);
  }

  @Override
  public Limits limits() {
    return entries.limits();
  }

  @Override
  public int size(Outgoing event) {
    return entries.size(event);
  }

  @Override
  public Delivery deliver(List<Outgoing> batch) {
    return piecewise.deliver(batch);
  }

  private Answer send(List<Outgoing> events) {
    byte[] body = entries.body(events);
    Map<String, String> headers = new HashMap<>(entries.headers());
    headers.put("user-agent", "Tapevault");
    EntriesAnswer answer = entries.answer(events.size());
    Delivery delivery;
    try {
      Map<String, String> signed = signer.sign(http.at(""), body, headers);
      delivery = http.post(new Request(events, body, signed), answer);
    } catch (AwsSigner.NoCredentials e) {
      delivery = new Delivery.Down(String.valueOf(e.getMessage()));
    }
    return answer.each() != null ? answer.each() : new Answer.Whole(delivery);
  }
}
