package io.tapevault.http.playback.watch;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tapevault.http.playback.asked.Seconds;
import io.tapevault.json.HarmlessJson;
import io.tapevault.recording.ObjectStore.StoredObject;
import io.tapevault.recording.RecordingTime;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.zip.GZIPInputStream;

/// A transcript, or the lines of it that were changed last within a window.
record TranscriptAnswer(StoredObject transcript, Seconds.Window window) {

  private interface Lines {
    void line(String json, long millis, String text) throws IOException;
  }

  /// A line each; with its time before it, where `times` asks for that.
  void text(boolean times, OutputStream out) throws IOException {
    read((json, millis, text) ->
        out.write(
            ((times ? RecordingTime.text(millis) + "  " : "") + text + "\n").getBytes(UTF_8)));
  }

  /// `{"lines":[{"at":12.500,"text":"…"},…]}`.
  void json(OutputStream out) throws IOException {
    out.write("{\"lines\":[".getBytes(UTF_8));
    boolean[] first = {true};
    read((json, millis, text) -> {
      out.write(((first[0] ? "\n" : ",\n") + json).getBytes(UTF_8));
      first[0] = false;
    });
    out.write("\n]}\n".getBytes(UTF_8));
  }

  private void read(Lines lines) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(transcript.open(0, transcript.size())), UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        long millis = 0;
        String text = "";
        try (JsonParser json = HarmlessJson.UTF_8.createParser(line)) {
          while (json.nextToken() != null) {
            if (json.currentToken() == JsonToken.VALUE_STRING) {
              text = json.getText();
            } else if (json.currentToken() != null && json.currentToken().isNumeric()) {
              BigDecimal seconds = json.getDecimalValue();
              millis = seconds.movePointRight(3).longValue();
            }
          }
        }
        if (millis >= window.from() && millis <= window.to()) {
          lines.line(line, millis, text);
        }
      }
    }
  }
}
