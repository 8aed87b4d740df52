package io.tapevault.siem.datadog;

import io.tapevault.forwarding.Outgoing;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.siem.http.JsonText;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Events as logs. The event is text: of an object in `message` the intake keeps nothing.
///
/// A `timestamp` is given where Datadog keeps logs of that time; the others are of the time at
/// which they arrive. When it happened stands in `tapevault.time` of all.
record Logs(String attributes, InstantSource clock) {

  // Datadog keeps what is at most 18 hours old and 2 hours ahead; the way there takes some time.
  private static final Duration OLDEST = Duration.ofHours(18).minusMinutes(30);
  private static final Duration NEWEST = Duration.ofHours(2).minusMinutes(30);
  // Times and the names of members.
  private static final int MORE = 200;

  static Logs of(SinkSpec spec, InstantSource clock) {
    StringBuilder attributes = new StringBuilder("{\"ddsource\":\"teleport\"");
    member(attributes, "service", spec.options().getOrDefault("service", "tapevault"));
    member(attributes, "ddtags", spec.options().getOrDefault("tags", ""));
    member(attributes, "hostname", spec.options().getOrDefault("host", ""));
    return new Logs(attributes.toString(), clock);
  }

  private static void member(StringBuilder out, String name, String value) {
    if (!value.isEmpty()) {
      out.append(",\"").append(name).append("\":");
      JsonText.quote(out, value);
    }
  }

  void write(StringBuilder out, Outgoing event) {
    out.append(attributes).append(",\"message\":");
    JsonText.quote(out, event.text());
    Instant now = clock.instant();
    Instant time = event.time();
    if (time.isAfter(now.minus(OLDEST)) && time.isBefore(now.plus(NEWEST))) {
      out.append(",\"timestamp\":").append(time.toEpochMilli());
    }
    // VictoriaLogs, which takes Datadog's body, refuses an object as an attribute.
    out.append(",\"tapevault.time\":\"").append(time);
    out.append("\",\"tapevault.event\":");
    JsonText.quote(out, event.stored().event().type());
    out.append(",\"tapevault.uid\":");
    JsonText.quote(out, event.key());
    out.append(",\"tapevault.sid\":");
    JsonText.quote(out, event.stored().key().session());
    out.append('}');
  }

  int size(Outgoing event) {
    return JsonText.quoted(event.text())
        + JsonText.quoted(event.stored().event().type())
        + JsonText.quoted(event.key())
        + JsonText.quoted(event.stored().key().session())
        + JsonText.bytes(attributes)
        + MORE;
  }
}
