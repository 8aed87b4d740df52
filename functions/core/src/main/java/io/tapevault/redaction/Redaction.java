package io.tapevault.redaction;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tapevault.recording.masking.Mask;
import io.tapevault.recording.masking.Mask.Span;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// What somebody wants not to be seen of a recording any more, by whom, why and since when, to the
/// millisecond. It is never taken back.
public record Redaction(Mask mask, String by, String reason, Instant at) {
  public Redaction {
    at = at.truncatedTo(ChronoUnit.MILLIS);
  }

  /// If both hide the same.
  boolean hidesTheSameAs(Redaction other) {
    return mask.equals(other.mask);
  }

  /// Its spans, as they are kept and told.
  public void writeSpans(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("spans");
    for (Span span : mask.spans()) {
      json.writeStartObject();
      json.writeNumberField("from_ms", span.from());
      json.writeNumberField("to_ms", span.to());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
