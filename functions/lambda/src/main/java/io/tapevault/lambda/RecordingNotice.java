package io.tapevault.lambda;

import com.fasterxml.jackson.core.JsonParser;
import io.tapevault.json.JsonReader;
import io.tapevault.recording.SessionId;
import io.tapevault.search.ExportJob;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the index's queue brings: an event of EventBridge in each message, or one of our own like
/// it.
public sealed interface RecordingNotice {

  /// A recording has arrived in the bucket.
  record Arrived(SessionId sid) implements RecordingNotice {}

  /// It is time to look for recordings of which no notice came.
  record Sweep() implements RecordingNotice {}

  /// It is an export's turn.
  record Export(ExportJob job) implements RecordingNotice {}

  /// Other objects and other events are passed over. Throws [Malformed].
  static List<RecordingNotice> read(InputStream in) throws IOException {
    List<RecordingNotice> notices = new ArrayList<>();
    for (QueueEvents.Message message : QueueEvents.read(in)) {
      new Event().read(message.body()).ifPresent(notices::add);
    }
    return notices;
  }

  /// The members of an event that say what it is.
  final class Event {

    private String type = "";
    private String key = "";
    private String name = "";
    private String query = "";
    private String after = "";
    private int turn;

    private Optional<RecordingNotice> read(String body) throws IOException {
      JsonReader.document(
          "event",
          () -> JsonReader.JSON.createParser(body),
          json ->
              JsonReader.object(
                  "event",
                  json,
                  member -> {
                    switch (member) {
                      case "detail-type" -> type = JsonReader.text("detail-type", json);
                      case "detail" -> detail(json);
                      default -> {}
                    }
                  }));
      return switch (type) {
        case "Object Created" -> recording().map(Arrived::new);
        case "Scheduled Event" -> Optional.of(new Sweep());
        case "Export" -> Optional.of(new Export(new ExportJob(name, query, after, turn)));
        default -> Optional.empty();
      };
    }

    private void detail(JsonParser json) throws IOException {
      JsonReader.object(
          "detail",
          json,
          member -> {
            switch (member) {
              case "object" ->
                  JsonReader.object(
                      "object",
                      json,
                      inObject ->
                          key = inObject.equals("key") ? JsonReader.text("key", json) : key);
              case "name" -> name = JsonReader.text(member, json);
              case "query" -> query = JsonReader.text(member, json);
              case "after" -> after = JsonReader.text(member, json);
              case "turn" -> turn = json.getIntValue();
              default -> {}
            }
          });
    }

    /// EventBridge has the key as it is; S3's own notices would have it URL-encoded.
    private Optional<SessionId> recording() {
      return SessionId.ofRecording(key.substring(key.lastIndexOf('/') + 1));
    }
  }
}
