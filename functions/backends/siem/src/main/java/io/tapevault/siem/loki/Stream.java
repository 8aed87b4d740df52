package io.tapevault.siem.loki;

import io.tapevault.forwarding.Outgoing;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.siem.http.JsonText;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The lines of one stream. Its labels are those of the settings: each other set of labels is a
/// stream of its own, of which Loki bears few; what differs from event to event is structured
/// metadata.
record Stream(String labels) {

  static final String LABELS = "labels";

  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]{0,99})=([^,]{1,200})(?:,|$)");
  // Two times, and the names of members.
  private static final int MORE = 200;

  /// Throws an [IllegalArgumentException].
  static Stream of(SinkSpec spec) {
    String given = spec.options().getOrDefault(LABELS, "job=tapevault");
    StringBuilder labels = new StringBuilder("{");
    Matcher label = LABEL.matcher(given);
    int end = 0;
    while (label.find() && label.start() == end) {
      labels.append(labels.length() == 1 ? "\"" : ",\"").append(label.group(1)).append("\":");
      JsonText.quote(labels, label.group(2));
      end = label.end();
    }
    if (end == 0 || end != given.length()) {
      throw new IllegalArgumentException("labels are not such as job=tapevault,env=prod");
    }
    return new Stream(labels.append('}').toString());
  }

  /// What is older than `oldest` is of `now`.
  String push(List<Outgoing> batch, Instant oldest, Instant now) {
    StringBuilder body = new StringBuilder("{\"streams\":[{\"stream\":").append(labels);
    body.append(",\"values\":[");
    for (int i = 0; i < batch.size(); i++) {
      body.append(i == 0 ? "" : ",");
      Outgoing event = batch.get(i);
      line(body, event, event.time().isBefore(oldest) ? now : event.time());
    }
    return body.append("]}]}").toString();
  }

  private static void line(StringBuilder out, Outgoing event, Instant at) {
    out.append("[\"").append(at.getEpochSecond());
    out.append(Integer.toString(1_000_000_000 + at.getNano()), 1, 10).append("\",");
    JsonText.quote(out, event.text());
    out.append(",{\"event\":");
    JsonText.quote(out, event.stored().event().type());
    out.append(",\"uid\":");
    JsonText.quote(out, event.key());
    out.append(",\"sid\":");
    JsonText.quote(out, event.stored().key().session());
    out.append(",\"time\":\"").append(event.time()).append("\"}]");
  }

  int size(Outgoing event) {
    return JsonText.quoted(event.text())
        + JsonText.quoted(event.stored().event().type())
        + JsonText.quoted(event.key())
        + JsonText.quoted(event.stored().key().session())
        + MORE;
  }
}
