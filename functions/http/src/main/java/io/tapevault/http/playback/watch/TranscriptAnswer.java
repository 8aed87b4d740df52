package io.tapevault.http.playback.watch;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tapevault.http.playback.asked.Parameters;
import io.tapevault.http.playback.asked.Parameters.NotValid;
import io.tapevault.http.playback.asked.Seconds;
import io.tapevault.json.HarmlessJson;
import io.tapevault.recording.ObjectStore.StoredObject;
import io.tapevault.recording.RecordingTime;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/// A transcript; or the lines of it that were changed last within a window, and in which words
/// stand.
record TranscriptAnswer(StoredObject transcript, Asked asked) {

  private static final int LONGEST = 500;
  // More are no help to who looks for something.
  private static final int MOST_FOUND = 1_000;

  record Asked(Seconds.Window window, List<String> words) {
    static Asked of(Parameters parameters) throws NotValid {
      String words = parameters.one("contains").orElse("");
      if (words.length() > LONGEST) {
        throw new NotValid("'contains' has at most " + LONGEST + " characters");
      }
      return new Asked(
          Seconds.window(parameters),
          Arrays.stream(words.toLowerCase(Locale.ROOT).split("\\s+"))
              .filter(word -> !word.isEmpty())
              .toList());
    }

    private boolean takes(long millis, String text) {
      return millis >= window.from()
          && millis <= window.to()
          && (words.isEmpty() || hasAll(text.toLowerCase(Locale.ROOT)));
    }

    private boolean hasAll(String text) {
      return words.stream().allMatch(text::contains);
    }
  }

  private interface Lines {
    /// False where no more is wanted.
    boolean line(BigDecimal seconds, String text) throws IOException;
  }

  /// A line each; with its time before it, where `times` asks for that.
  void text(boolean times, OutputStream out) throws IOException {
    read((seconds, text) -> {
      String time = times ? RecordingTime.text(millis(seconds)) + "  " : "";
      out.write((time + text + "\n").getBytes(UTF_8));
      return true;
    });
  }

  /// `{"lines":[{"at":12.500,"text":"…"},…]}`; `"more":true` where more were found than are told.
  void json(OutputStream out) throws IOException {
    try (JsonGenerator json =
        HarmlessJson.UTF_8.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
      json.writeStartObject();
      json.writeArrayFieldStart("lines");
      int[] left = {asked.words.isEmpty() ? Integer.MAX_VALUE : MOST_FOUND};
      read((seconds, text) -> {
        if (left[0]-- == 0) {
          return false;
        }
        json.writeRaw('\n');
        json.writeStartObject();
        json.writeNumberField("at", seconds);
        json.writeStringField("text", text);
        json.writeEndObject();
        return true;
      });
      json.writeEndArray();
      if (left[0] < 0) {
        json.writeBooleanField("more", true);
      }
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }

  private void read(Lines lines) throws IOException {
    try (JsonParser json =
        HarmlessJson.UTF_8.createParser(
            new GZIPInputStream(transcript.open(0, transcript.size()), 1 << 16))) {
      boolean more = true;
      while (more && json.nextToken() == JsonToken.START_OBJECT) {
        BigDecimal seconds = BigDecimal.ZERO;
        String text = "";
        while (json.nextToken() != JsonToken.END_OBJECT) {
          if (json.currentToken() == JsonToken.VALUE_STRING) {
            text = json.getText();
          } else if (json.currentToken().isNumeric()) {
            seconds = json.getDecimalValue();
          }
        }
        more = !asked.takes(millis(seconds), text) || lines.line(seconds, text);
      }
    }
  }

  private static long millis(BigDecimal seconds) {
    return seconds.movePointRight(3).longValue();
  }
}
