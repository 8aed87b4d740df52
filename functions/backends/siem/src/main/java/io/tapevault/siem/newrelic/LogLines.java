package io.tapevault.siem.newrelic;

import io.tapevault.forwarding.Outgoing;
import io.tapevault.siem.http.JsonText;
import io.tapevault.siem.http.Parts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// The body of a request: a list of one object, whose `logs` are the events.
///
/// New Relic answers 202 and then drops what is older than 48 hours, and cuts an attribute after
/// 128 KB. So what is old goes with the time of sending, beside its own in `time`, and a long text
/// goes in several attributes: `message`, `message.2`, `message.3` …
final class LogLines {

  // An hour less than New Relic's, which is counted when it arrives; of the future it says nothing.
  private static final Duration OLD = Duration.ofHours(47);
  private static final Duration AHEAD = Duration.ofHours(1);
  private static final int MOST_BYTES = 128_000;
  private static final int FRAME = 160;

  private LogLines() {}

  static int size(Outgoing event) {
    String session = event.stored().event().session();
    int text = JsonText.quoted(event.text());
    return text
        + text / MOST_BYTES * 20
        + JsonText.quoted(event.key())
        + JsonText.quoted(event.stored().event().type())
        + (session == null ? 0 : JsonText.quoted(session))
        + FRAME;
  }

  static String of(List<Outgoing> batch, Instant now) {
    StringBuilder out =
        new StringBuilder("[{\"common\":{\"attributes\":{\"logtype\":\"tapevault\"}},\"logs\":[");
    String between = "";
    for (Outgoing event : batch) {
      out.append(between);
      line(out, event, now);
      between = ",";
    }
    return out.append("]}]").toString();
  }

  private static void line(StringBuilder out, Outgoing event, Instant now) {
    out.append("{\"timestamp\":").append(timestamp(event.time(), now).toEpochMilli());
    out.append(",\"attributes\":{\"uid\":");
    JsonText.quote(out, event.key());
    out.append(",\"event\":");
    JsonText.quote(out, event.stored().event().type());
    String session = event.stored().event().session();
    if (session != null) {
      out.append(",\"session\":");
      JsonText.quote(out, session);
    }
    out.append(",\"time\":");
    JsonText.quote(out, event.time().toString());
    List<String> parts = Parts.of(event.text(), MOST_BYTES);
    for (int part = 1; part < parts.size(); part++) {
      out.append(",\"message.").append(part + 1).append("\":");
      JsonText.quote(out, parts.get(part));
    }
    out.append("},\"message\":");
    JsonText.quote(out, parts.getFirst());
    out.append('}');
  }

  private static Instant timestamp(Instant time, Instant now) {
    return time.isBefore(now.minus(OLD)) || time.isAfter(now.plus(AHEAD)) ? now : time;
  }
}
