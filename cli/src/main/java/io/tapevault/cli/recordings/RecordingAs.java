package io.tapevault.cli.recordings;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import io.tapevault.json.HarmlessJson;
import io.tapevault.recording.RecordingReader;
import io.tapevault.recording.RecordingSummary;
import io.tapevault.recording.RecordingTime;
import io.tapevault.recording.asciicast.Asciicast;
import io.tapevault.recording.asciicast.CastVersion;
import io.tapevault.screen.Page;
import io.tapevault.screen.Still;
import io.tapevault.screen.Svg;
import io.tapevault.screen.Transcript;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// What a recording can be written as.
enum RecordingAs {
  cast,
  txt,
  html,
  json,
  svg;

  private static final JsonFactory JSON =
      new JsonFactoryBuilder().characterEscapes(HarmlessJson.ESCAPES).build();

  /// How it is to be: the version of a cast, the moment of a picture.
  record Wishes(CastVersion version, long atMillis) {}

  RecordingSummary write(RecordingReader reader, Wishes wishes, OutputStream out)
      throws IOException {
    return switch (this) {
      case cast -> Asciicast.convert(reader, out, wishes.version());
      case txt -> text(reader, out);
      case html -> page(reader, wishes, out);
      case json -> json(reader, out);
      case svg -> picture(reader, wishes, out);
    };
  }

  private static RecordingSummary text(RecordingReader reader, OutputStream out)
      throws IOException {
    Transcript transcript =
        new Transcript((millis, line) ->
            out.write((RecordingTime.text(millis) + "  " + line + "\n").getBytes(UTF_8)));
    RecordingSummary summary = Asciicast.convert(reader, transcript);
    transcript.finish();
    return summary;
  }

  private static RecordingSummary page(RecordingReader reader, Wishes wishes, OutputStream out)
      throws IOException {
    AtomicReference<@Nullable RecordingSummary> summary = new AtomicReference<>();
    Page.write(cast -> summary.set(Asciicast.convert(reader, cast, wishes.version())), out);
    return Objects.requireNonNull(summary.get(), "the page holds a cast");
  }

  private static RecordingSummary picture(RecordingReader reader, Wishes wishes, OutputStream out)
      throws IOException {
    Still still = new Still(wishes.atMillis());
    RecordingSummary summary = Asciicast.convert(reader, still);
    out.write(Svg.of(still.picture()).getBytes(UTF_8));
    return summary;
  }

  private static RecordingSummary json(RecordingReader reader, OutputStream out)
      throws IOException {
    JsonGenerator json = JSON.createGenerator(out, JsonEncoding.UTF8);
    json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    json.writeStartObject();
    json.writeArrayFieldStart("lines");
    Transcript transcript =
        new Transcript((millis, line) -> {
          json.writeRaw('\n');
          json.writeStartObject();
          json.writeNumberField("ms", millis);
          json.writeStringField("text", line);
          json.writeEndObject();
        });
    RecordingSummary summary = Asciicast.convert(reader, transcript);
    transcript.finish();
    json.writeEndArray();
    summary(json, summary);
    json.writeEndObject();
    json.writeRaw('\n');
    json.close();
    return summary;
  }

  private static void summary(JsonGenerator json, RecordingSummary summary) throws IOException {
    json.writeStringField("format", summary.format().label());
    json.writeStringField("status", summary.verdict().status().label());
    json.writeStringField("reason", summary.verdict().reason());
    json.writeStringField("sid", summary.origin().sessionId());
    json.writeStringField("user", summary.origin().user());
    json.writeStringField("login", summary.origin().login());
    json.writeStringField("server", summary.origin().server());
    if (summary.span().start() != null) {
      json.writeStringField("start", summary.span().start().toString());
    }
    json.writeNumberField("duration_ms", summary.span().millis());
    json.writeObjectFieldStart("events_by_type");
    for (var type : summary.eventsByType().entrySet()) {
      json.writeNumberField(type.getKey(), type.getValue());
    }
    json.writeEndObject();
  }
}
