package io.tapevault.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tapevault.json.EventFields;
import io.tapevault.json.Json;
import io.tapevault.json.JsonReader;
import io.tapevault.recording.RecordingFormat;
import io.tapevault.recording.RecordingSummary;
import io.tapevault.recording.RecordingSummary.Command;
import io.tapevault.recording.RecordingSummary.Doings;
import io.tapevault.recording.RecordingSummary.Idle;
import io.tapevault.recording.RecordingSummary.SizeChange;
import io.tapevault.recording.Verdict;
import io.tapevault.recording.Verdict.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a recording holds, as the JSON that is kept beside it and shown to auditors.
public final class SummaryJson {

  private static final Set<String> VERDICT = Set.of("status", "reason");

  private SummaryJson() {}

  /// What a summary was made from.
  public record Original(long size, String sha256) {}

  public static byte[] write(RecordingSummary summary, Original original) {
    return Json.object(json -> {
      verdict(json, summary.verdict());
      original(json, original);
      json.writeStringField("format", summary.format().label());
      json.writeStringField("user", summary.origin().user());
      json.writeStringField("login", summary.origin().login());
      json.writeStringField("server", summary.origin().server());
      time(json, "start", summary.span().start());
      time(json, "end", summary.span().end());
      json.writeNumberField("duration_ms", summary.span().millis());
      json.writeBooleanField("ended", summary.span().ended());
      json.writeNumberField("last_index", summary.span().lastIndex());
      json.writeNumberField("events", summary.counts().events());
      json.writeNumberField("prints", summary.counts().prints());
      json.writeNumberField("output_bytes", summary.counts().outputBytes());
      json.writeNumberField("skipped", summary.counts().skipped());
      json.writeNumberField("out_of_order", summary.counts().outOfOrder());
      json.writeObjectFieldStart("events_by_type");
      for (Map.Entry<String, Long> type : summary.eventsByType().entrySet()) {
        json.writeNumberField(type.getKey(), type.getValue());
      }
      json.writeEndObject();
      json.writeArrayFieldStart("sizes");
      for (SizeChange change : summary.sizes()) {
        json.writeStartArray();
        json.writeNumber(change.millis());
        json.writeString(change.size().toString());
        json.writeEndArray();
      }
      json.writeEndArray();
      doings(json, summary.doings());
    });
  }

  private static void doings(JsonGenerator json, Doings doings) throws IOException {
    if (doings.isDialogue()) {
      json.writeBooleanField("dialogue", true);
    }
    json.writeArrayFieldStart("participants");
    for (String user : doings.participants()) {
      json.writeString(user);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("commands");
    for (Command command : doings.commands()) {
      json.writeStartArray();
      json.writeNumber(command.millis());
      json.writeString(command.text());
      json.writeEndArray();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("idle");
    for (Idle span : doings.idle()) {
      json.writeStartArray();
      json.writeNumber(span.from());
      json.writeNumber(span.to());
      json.writeEndArray();
    }
    json.writeEndArray();
    json.writeNumberField("idle_ms", doings.idleMillis());
  }

  /// Of what is no recording at all.
  public static byte[] unreadable(String reason, Original original) {
    return Json.object(json -> {
      verdict(json, new Verdict(Status.UNREADABLE, reason));
      original(json, original);
    });
  }

  /// Of a recording that is too large to be read through. What nobody could tell is left out.
  static byte[] notRead(String reason, Original original, Optional<RecordingFormat> format) {
    return Json.object(json -> {
      verdict(json, new Verdict(Status.TOO_LARGE, reason));
      original(json, original);
      if (format.isPresent()) {
        json.writeStringField("format", format.get().label());
      }
      json.writeNumberField("last_index", -1);
    });
  }

  /// Of a recording that the store has compared with a checksum, and nobody has read yet.
  public static byte[] receipt(Original original) {
    return Json.object(json -> {
      json.writeStringField("status", "received");
      original(json, original);
    });
  }

  /// Of a recording that is being indexed.
  public static byte[] notYet() {
    return Json.object(json -> json.writeStringField("status", "indexing"));
  }

  /// The same, with another verdict.
  public static byte[] with(byte[] summary, Verdict verdict) {
    return Json.object(json -> {
      verdict(json, verdict);
      JsonReader.document(
          "summary",
          () -> JsonReader.JSON.createParser(summary),
          parser ->
              JsonReader.object(
                  "summary",
                  parser,
                  member -> {
                    if (!VERDICT.contains(member)) {
                      json.writeFieldName(member);
                      json.copyCurrentStructure(parser);
                    }
                  }));
    });
  }

  /// If these bytes are a summary, and not what a bad disk or a hand made of one.
  static boolean isWhole(byte[] summary) {
    return EventFields.parse(new String(summary, UTF_8), Set.of("status", "last_index"))
        .filter(fields ->
            status(fields.getOrDefault("status", ""))
                .filter(status -> status == Status.UNREADABLE || fields.containsKey("last_index"))
                .isPresent())
        .isPresent();
  }

  static Original original(byte[] summary) {
    String[] sha256 = {""};
    long[] size = {-1};
    try {
      JsonReader.document(
          "summary",
          () -> JsonReader.JSON.createParser(summary),
          json ->
              JsonReader.object(
                  "summary",
                  json,
                  member -> {
                    if (member.equals("original")) {
                      JsonReader.object(
                          "original",
                          json,
                          name -> {
                            switch (name) {
                              case "size" -> size[0] = json.getValueAsLong(-1);
                              case "sha256" -> sha256[0] = JsonReader.text(name, json);
                              default -> {}
                            }
                          });
                    }
                  }));
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory failed", e);
    }
    return new Original(size[0], sha256[0]);
  }

  /// If the recording holds the end of its session.
  static boolean ended(byte[] summary) {
    return field(summary, "ended").equals("true");
  }

  /// The largest index in the recording.
  static long lastIndex(byte[] summary) {
    return Long.parseLong(field(summary, "last_index"));
  }

  private static String field(byte[] summary, String name) {
    return EventFields.of(new String(summary, UTF_8), Set.of(name)).getOrDefault(name, "");
  }

  public static Verdict verdict(byte[] summary) {
    Map<String, String> fields = EventFields.of(new String(summary, UTF_8), VERDICT);
    String label = fields.getOrDefault("status", "");
    return status(label)
        .map(status -> new Verdict(status, fields.getOrDefault("reason", "")))
        .orElseThrow(() -> new IllegalStateException("a summary has the status '" + label + "'"));
  }

  private static Optional<Status> status(String label) {
    return Stream.of(Status.values()).filter(status -> status.label().equals(label)).findFirst();
  }

  private static void verdict(JsonGenerator json, Verdict verdict) throws IOException {
    json.writeStringField("status", verdict.status().label());
    if (!verdict.reason().isEmpty()) {
      json.writeStringField("reason", verdict.reason());
    }
  }

  private static void original(JsonGenerator json, Original original) throws IOException {
    json.writeObjectFieldStart("original");
    json.writeNumberField("size", original.size());
    if (!original.sha256().isEmpty()) {
      json.writeStringField("sha256", original.sha256());
    }
    json.writeEndObject();
  }

  private static void time(JsonGenerator json, String name, @Nullable Instant time)
      throws IOException {
    if (time != null) {
      json.writeStringField(name, time.toString());
    }
  }
}
