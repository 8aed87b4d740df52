package io.tapevault.siem.sentinel;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.forwarding.EventSink;
import io.tapevault.forwarding.Outgoing;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.siem.http.BearerToken;
import io.tapevault.siem.http.Credentials;
import io.tapevault.siem.http.Gzip;
import io.tapevault.siem.http.OwnSuccess;
import io.tapevault.siem.http.Request;
import io.tapevault.siem.http.SiemHttp;
import io.tapevault.siem.http.SiemHttp.Timeouts;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Microsoft Sentinel: rows of a custom table, through a data collection rule. The secret is that
/// of an application which is registered with Entra.
public final class SentinelSink implements EventSink {

  // Azure takes 1 MB in one call, packed and unpacked.
  static final Limits LIMITS = new Limits(1_000, 1_000_000);

  private static final String ENTRA = "https://login.microsoftonline.com";
  private static final String SCOPE = "https://monitor.azure.com/.default";

  private final SiemHttp http;
  private final BearerToken token;
  private final InstantSource clock;

  private SentinelSink(SiemHttp http, BearerToken token, InstantSource clock) {
    this.http = http;
    this.token = token;
    this.clock = clock;
  }

  /// Throws an [IllegalArgumentException].
  public static SentinelSink open(SinkSpec spec, InstantSource clock, Timeouts timeouts) {
    check(spec);
    Map<String, String> proof =
        Map.of(
            "grant_type", "client_credentials",
            "client_id", spec.options().getOrDefault("client", ""),
            "client_secret", Credentials.token(spec),
            "scope", spec.options().getOrDefault("scope", SCOPE));
    BearerToken token =
        new BearerToken(SiemHttp.to(login(spec), clock, timeouts), () -> proof, clock);
    return new SentinelSink(SiemHttp.to(spec, clock, timeouts), token, clock);
  }

  /// Throws where `open` would.
  public static void check(SinkSpec spec) {
    SiemHttp.check(spec);
    if (!spec.address().matches(".*/dataCollectionRules/[^/]+/streams/[^/]+\\?api-version=.*")) {
      throw new IllegalArgumentException(
          "the address is not https://…/dataCollectionRules/<id>/streams/<stream>?api-version=…");
    }
    for (String id : List.of("tenant", "client")) {
      if (!spec.options().getOrDefault(id, "").matches("[A-Za-z0-9.-]{1,100}")) {
        throw new IllegalArgumentException(id + ": it is needed, and is no id of Entra's");
      }
    }
    SiemHttp.check(login(spec));
    Credentials.token(spec);
  }

  private static SinkSpec login(SinkSpec spec) {
    Map<String, String> options = new TreeMap<>(spec.options());
    options.put(
        SinkSpec.ADDRESS,
        options.getOrDefault(BearerToken.LOGIN, ENTRA)
            + "/"
            + options.get("tenant")
            + "/oauth2/v2.0/token");
    return new SinkSpec(spec.name(), spec.type(), options, spec.secret());
  }

  @Override
  public Limits limits() {
    return LIMITS;
  }

  @Override
  public int size(Outgoing event) {
    return Rows.size(event);
  }

  @Override
  public Delivery deliver(List<Outgoing> batch) {
    if (batch.isEmpty()) {
      return new Delivery.Delivered();
    }
    byte[] body = Gzip.of(Rows.of(batch, clock.instant()).getBytes(UTF_8));
    return token.send(
        OwnSuccess.SILENT,
        (authorization, reading) ->
            http.post(new Request(batch, body, headers(authorization)), reading));
  }

  private static Map<String, String> headers(String authorization) {
    return Map.of(
        "authorization", authorization,
        "content-type", "application/json",
        "content-encoding", "gzip",
        "user-agent", "Tapevault");
  }
}
