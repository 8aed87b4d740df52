package io.tapevault.siem.secops;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.forwarding.EventSink;
import io.tapevault.forwarding.Outgoing;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.siem.http.BearerToken;
import io.tapevault.siem.http.Gzip;
import io.tapevault.siem.http.JsonText;
import io.tapevault.siem.http.OwnSuccess;
import io.tapevault.siem.http.Request;
import io.tapevault.siem.http.SiemHttp;
import io.tapevault.siem.http.SiemHttp.Timeouts;
import io.tapevault.siem.http.Times;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Google SecOps: raw logs of one type, by `logs:import` of the Chronicle API. The secret is the
/// JSON key of a service account.
public final class SecOpsSink implements EventSink {

  // The Chronicle API takes 4 MB, its predecessor took 1 MB.
  static final Limits LIMITS = new Limits(1_000, 1_000_000);

  public static final String FORWARDER = "forwarder";

  private static final String GOOGLE = "https://oauth2.googleapis.com/token";
  private static final int FRAME = 200;

  private final SiemHttp http;
  private final BearerToken token;
  private final String forwarder;
  private final InstantSource clock;

  private SecOpsSink(SiemHttp http, BearerToken token, String forwarder, InstantSource clock) {
    this.http = http;
    this.token = token;
    this.forwarder = forwarder;
    this.clock = clock;
  }

  /// Throws an [IllegalArgumentException].
  public static SecOpsSink open(SinkSpec spec, InstantSource clock, Timeouts timeouts) {
    check(spec);
    ServiceAccount account = account(spec);
    SinkSpec login = login(spec);
    BearerToken token =
        new BearerToken(
            SiemHttp.to(login, clock, timeouts),
            () ->
                Map.of(
                    "grant_type",
                    "urn:ietf:params:oauth:grant-type:jwt-bearer",
                    "assertion",
                    account.assertion(login.address(), clock.instant())),
            clock);
    String forwarder = spec.options().getOrDefault(FORWARDER, "");
    return new SecOpsSink(SiemHttp.to(spec, clock, timeouts), token, forwarder, clock);
  }

  /// Throws where `open` would.
  public static void check(SinkSpec spec) {
    SiemHttp.check(spec);
    if (!spec.address().matches(".*/instances/[^/]+/logTypes/[^/]+/logs:import(\\?.*)?")) {
      throw new IllegalArgumentException(
          "the address is not"
              + " https://…/projects/…/locations/…/instances/<id>/logTypes/<type>/logs:import");
    }
    if (!spec.options().getOrDefault(FORWARDER, "").matches("projects/.+/forwarders/[^/]+")) {
      throw new IllegalArgumentException(
          FORWARDER + ": it is needed, and is not projects/…/instances/<id>/forwarders/<id>");
    }
    SiemHttp.check(login(spec));
    account(spec);
  }

  private static ServiceAccount account(SinkSpec spec) {
    String secret = spec.secret();
    return ServiceAccount.parse(secret == null ? "" : secret);
  }

  private static SinkSpec login(SinkSpec spec) {
    Map<String, String> options = new TreeMap<>(spec.options());
    options.put(SinkSpec.ADDRESS, options.getOrDefault(BearerToken.LOGIN, GOOGLE));
    return new SinkSpec(spec.name(), spec.type(), options, spec.secret());
  }

  @Override
  public Limits limits() {
    return LIMITS;
  }

  @Override
  public int size(Outgoing event) {
    String session = event.stored().event().session();
    return (JsonText.bytes(event.text()) + 2) / 3 * 4
        + JsonText.quoted(event.key())
        + (session == null ? 0 : JsonText.quoted(session))
        + FRAME;
  }

  @Override
  public Delivery deliver(List<Outgoing> batch) {
    if (batch.isEmpty()) {
      return new Delivery.Delivered();
    }
    byte[] body = Gzip.of(body(batch).getBytes(UTF_8));
    return token.send(
        OwnSuccess.OBJECT,
        (authorization, reading) ->
            http.post(
                new Request(
                    batch,
                    body,
                    Map.of(
                        "authorization", authorization,
                        "content-type", "application/json",
                        "content-encoding", "gzip",
                        "user-agent", "Tapevault")),
                reading));
  }

  private String body(List<Outgoing> batch) {
    StringBuilder out = new StringBuilder("{\"inlineSource\":{\"forwarder\":");
    JsonText.quote(out, forwarder);
    out.append(",\"logs\":[");
    String between = "";
    for (Outgoing event : batch) {
      out.append(between);
      log(out, event);
      between = ",";
    }
    return out.append("]}}").toString();
  }

  private void log(StringBuilder out, Outgoing event) {
    Instant now = clock.instant();
    Instant time = Times.inYears1To9999(event.time(), now);
    // A log cannot be collected before it was written.
    Instant collected = time.isAfter(now) ? time : now;
    out.append("{\"data\":\"")
        .append(Base64.getEncoder().encodeToString(event.text().getBytes(UTF_8)))
        .append("\",\"logEntryTime\":\"")
        .append(time)
        .append("\",\"collectionTime\":\"")
        .append(collected)
        .append("\",\"labels\":{\"uid\":{\"value\":");
    JsonText.quote(out, event.key());
    String session = event.stored().event().session();
    if (session != null) {
      out.append("},\"session\":{\"value\":");
      JsonText.quote(out, session);
    }
    out.append("}}}");
  }
}
