package io.tapevault.siem.sentinel;

import io.tapevault.forwarding.Outgoing;
import io.tapevault.siem.http.JsonText;
import io.tapevault.siem.http.Parts;
import io.tapevault.siem.http.Times;
import java.time.Instant;
import java.util.List;

/// The body of a call: a list of rows. Azure cuts a field after 64 KB without a word, so the text
/// of an event that is longer is several rows, `Part` 1 to `Parts`.
final class Rows {

  private static final int MOST_FIELD = 64_000;
  private static final int FRAME = 200;

  private Rows() {}

  static int size(Outgoing event) {
    String session = event.stored().event().session();
    int text = JsonText.quoted(event.text());
    int one =
        JsonText.quoted(event.key())
            + JsonText.quoted(event.stored().event().type())
            + (session == null ? 0 : JsonText.quoted(session))
            + FRAME;
    return text + (1 + JsonText.bytes(event.text()) / (MOST_FIELD - 3)) * one;
  }

  static String of(List<Outgoing> batch, Instant now) {
    StringBuilder out = new StringBuilder("[");
    for (Outgoing event : batch) {
      List<String> parts = Parts.of(event.text(), MOST_FIELD);
      for (int i = 0; i < parts.size(); i++) {
        out.append(out.length() == 1 ? "" : ",");
        row(out, event, now);
        out.append(",\"Part\":").append(i + 1).append(",\"Parts\":").append(parts.size());
        out.append(",\"RawData\":");
        JsonText.quote(out, parts.get(i));
        out.append('}');
      }
    }
    return out.append(']').toString();
  }

  private static void row(StringBuilder out, Outgoing event, Instant now) {
    String time = Times.inYears1To9999(event.time(), now).toString();
    out.append("{\"TimeGenerated\":\"").append(time);
    // In the other, Azure may put the time of receipt where an event is old.
    out.append("\",\"EventTime\":\"").append(time);
    out.append("\",\"Uid\":");
    JsonText.quote(out, event.key());
    out.append(",\"EventType\":");
    JsonText.quote(out, event.stored().event().type());
    String session = event.stored().event().session();
    if (session != null) {
      out.append(",\"SessionId\":");
      JsonText.quote(out, session);
    }
  }
}
