package io.tapevault.siem.splunk;

import io.tapevault.forwarding.Outgoing;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.siem.http.JsonText;
import java.util.List;

/// An event as the collector reads it, with what it is filed under: the time, in seconds, where it
/// comes from, and the fields by which a search finds it and tells doubles.
record EventEnvelope(String metadata) {

  // A time and the names of members.
  private static final int MORE = 150;
  // Splunk's times are of 32 bits: nothing after 2038-01-19T03:14:07Z, nor before 1970.
  private static final long LAST_SECOND = Integer.MAX_VALUE;

  static EventEnvelope of(SinkSpec spec) {
    StringBuilder metadata = new StringBuilder();
    for (String member : List.of("host", "index", "source", "sourcetype")) {
      String value =
          spec.options()
              .getOrDefault(
                  member,
                  switch (member) {
                    case "source" -> "tapevault";
                    case "sourcetype" -> "teleport:audit";
                    default -> "";
                  });
      if (!value.isEmpty()) {
        metadata.append(",\"").append(member).append("\":");
        JsonText.quote(metadata, value);
      }
    }
    return new EventEnvelope(metadata.toString());
  }

  void write(StringBuilder out, Outgoing event) {
    out.append("{\"event\":");
    JsonText.value(out, event.text());
    out.append(metadata);
    long millis = event.time().toEpochMilli();
    // Without a time it is filed under that of its arrival; its own stands in the event.
    if (millis >= 0 && millis / 1000 <= LAST_SECOND) {
      // Not as a number of the JVM, which has an exponent.
      out.append(",\"time\":").append(millis / 1000).append('.');
      out.append(Long.toString(1000 + millis % 1000), 1, 4);
    }
    out.append(",\"fields\":{\"uid\":");
    JsonText.quote(out, event.key());
    out.append(",\"sid\":");
    JsonText.quote(out, event.stored().key().session());
    out.append("}}\n");
  }

  int size(Outgoing event) {
    int text =
        event.text().startsWith("{") ? JsonText.bytes(event.text()) : JsonText.quoted(event.text());
    return text
        + JsonText.quoted(event.key())
        + JsonText.quoted(event.stored().key().session())
        + JsonText.bytes(metadata)
        + MORE;
  }
}
