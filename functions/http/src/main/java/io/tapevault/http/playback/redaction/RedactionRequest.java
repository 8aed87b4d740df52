package io.tapevault.http.playback.redaction;

import com.fasterxml.jackson.core.JsonParser;
import io.tapevault.http.Decoded;
import io.tapevault.http.Problem;
import io.tapevault.http.playback.asked.Why;
import io.tapevault.json.JsonReader;
import io.tapevault.json.Malformed;
import io.tapevault.recording.masking.Mask;
import io.tapevault.recording.masking.Mask.Span;
import io.tapevault.redaction.Redaction;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What somebody asks to be hidden. What is not understood is refused: passed over, it would be
/// shown.
final class RedactionRequest {

  private static final int MOST_SPANS = 100;
  private static final int MOST_TEXTS = 20;
  private static final int LONGEST_TEXT = 1_000;
  // Longer than any session.
  private static final double LAST_SECOND = Duration.ofDays(366).toSeconds();

  private String by = "";
  private String reason = "";
  private final List<Span> spans = new ArrayList<>();
  private final List<String> texts = new ArrayList<>();

  private RedactionRequest() {}

  /// `caller` is who signed, where somebody did.
  static Decoded<Redaction> read(String body, String caller, Instant now) throws IOException {
    RedactionRequest request = new RedactionRequest();
    try {
      JsonReader.document("redaction", () -> JsonReader.JSON.createParser(body), request::members);
    } catch (Malformed e) {
      return bad(String.valueOf(e.getMessage()));
    }
    Why why = Why.of(caller, request.by, request.reason);
    if (!why.fault().isEmpty()) {
      return bad(why.fault());
    }
    if (request.spans.isEmpty() && request.texts.isEmpty()) {
      return bad("there are neither 'spans' nor 'texts' to hide");
    }
    return Decoded.of(
        new Redaction(new Mask(request.spans, request.texts), why.by(), why.reason(), now));
  }

  private static Decoded<Redaction> bad(String detail) {
    return Decoded.problem(Problem.Type.BAD_REDACTION, detail);
  }

  private void members(JsonParser json) throws IOException {
    JsonReader.object(
        "redaction",
        json,
        name -> {
          switch (name) {
            case "by" -> by = JsonReader.text(name, json);
            case "reason" -> reason = JsonReader.text(name, json);
            case "texts" -> JsonReader.array(name, json, () -> text(JsonReader.text(name, json)));
            case "spans" -> JsonReader.array(name, json, () -> span(json));
            default -> throw unknown(name, "'spans', 'texts', 'reason' and 'by'");
          }
        });
  }

  private static Malformed unknown(String name, String known) {
    return new Malformed(
        "'" + (name.length() > 40 ? "…" : name) + "' is not known here; there are " + known);
  }

  private void text(String text) throws Malformed {
    if (texts.size() == MOST_TEXTS) {
      throw new Malformed("there are more than " + MOST_TEXTS + " texts in one redaction");
    }
    if (!Mask.canBeFound(text) || text.length() > LONGEST_TEXT) {
      throw new Malformed(
          "text %d has not %d to %d characters; spaces and what is not shown do not count: of less, name the span"
              .formatted(texts.size() + 1, Mask.FEWEST_CHARACTERS, LONGEST_TEXT));
    }
    texts.add(text);
  }

  private void span(JsonParser json) throws IOException {
    if (spans.size() == MOST_SPANS) {
      throw new Malformed("there are more than " + MOST_SPANS + " spans in one redaction");
    }
    double[] ends = {-1, -1};
    JsonReader.object(
        "span",
        json,
        name -> {
          switch (name) {
            case "from" -> ends[0] = seconds(json);
            case "to" -> ends[1] = seconds(json);
            default -> throw unknown(name, "'from' and 'to'");
          }
        });
    if (ends[0] < 0 || ends[1] < ends[0] || ends[1] > LAST_SECOND) {
      throw new Malformed(
          "span %d is none: 'from' and 'to' are seconds of the recording's time, from 0 on, and 'to' is not before 'from'"
              .formatted(spans.size() + 1));
    }
    spans.add(new Span((long) Math.floor(ends[0] * 1000), (long) Math.ceil(ends[1] * 1000)));
  }

  private static double seconds(JsonParser json) throws IOException {
    return json.currentToken() != null && json.currentToken().isNumeric()
        ? json.getDoubleValue()
        : -1;
  }
}
