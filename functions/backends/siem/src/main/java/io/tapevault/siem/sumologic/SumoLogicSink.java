package io.tapevault.siem.sumologic;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.forwarding.EventSink;
import io.tapevault.forwarding.Outgoing;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.siem.http.Gzip;
import io.tapevault.siem.http.JsonText;
import io.tapevault.siem.http.OwnSuccess;
import io.tapevault.siem.http.Request;
import io.tapevault.siem.http.SiemHttp;
import io.tapevault.siem.http.SiemHttp.Timeouts;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// An HTTP source of Sumo Logic: a line for each event. Who knows its URL may send to it, so the
/// last part of that is the secret.
public final class SumoLogicSink implements EventSink {

  // Sumo Logic recommends 100 KB to 1 MB, before it is packed.
  static final Limits LIMITS = new Limits(1_000, 1_000_000);

  /// What stands beside the lines, and the headers for it.
  private static final Map<String, String> LABELS =
      Map.of("category", "x-sumo-category", "host", "x-sumo-host", "source", "x-sumo-name");

  private final SiemHttp http;
  private final String path;
  private final Map<String, String> headers;

  private SumoLogicSink(SiemHttp http, String path, Map<String, String> headers) {
    this.http = http;
    this.path = path;
    this.headers = headers;
  }

  /// Throws an [IllegalArgumentException].
  public static SumoLogicSink open(SinkSpec spec, InstantSource clock, Timeouts timeouts) {
    return new SumoLogicSink(SiemHttp.to(spec, clock, timeouts), path(spec), headers(spec));
  }

  /// Throws where `open` would.
  public static void check(SinkSpec spec) {
    SiemHttp.check(spec);
    path(spec);
    headers(spec);
  }

  private static String path(SinkSpec spec) {
    String secret = spec.secret();
    if (secret != null && !secret.matches("[A-Za-z0-9_=.~-]+")) {
      throw new IllegalArgumentException("the secret is not the last part of the source's URL");
    }
    return secret == null ? "" : "/" + secret;
  }

  private static Map<String, String> headers(SinkSpec spec) {
    Map<String, String> headers = new TreeMap<>();
    headers.put("content-type", "application/x-ndjson");
    headers.put("content-encoding", "gzip");
    headers.put("user-agent", "Tapevault");
    LABELS.forEach((option, header) -> {
      String value = spec.options().getOrDefault(option, "tapevault");
      if (!value.matches("[ -~]{1,1024}")) {
        throw new IllegalArgumentException(option + ": a header cannot hold it");
      }
      headers.put(header, value);
    });
    return headers;
  }

  @Override
  public Limits limits() {
    return LIMITS;
  }

  @Override
  public int size(Outgoing event) {
    return JsonText.bytes(event.text()) + 1;
  }

  @Override
  public Delivery deliver(List<Outgoing> batch) {
    if (batch.isEmpty()) {
      return new Delivery.Delivered();
    }
    String lines = batch.stream().map(Outgoing::line).collect(Collectors.joining("\n"));
    return http.post(
        new Request(batch, Gzip.of(lines.getBytes(UTF_8)), headers, path), OwnSuccess.SILENT);
  }
}
