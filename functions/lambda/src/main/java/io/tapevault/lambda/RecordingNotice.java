package io.tapevault.lambda;

import com.fasterxml.jackson.core.JsonParser;
import io.tapevault.json.JsonReader;
import io.tapevault.recording.SessionId;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the index's queue brings: an event of EventBridge in each message.
public sealed interface RecordingNotice {

  /// A recording has arrived in the bucket.
  record Arrived(SessionId sid) implements RecordingNotice {}

  /// It is time to look for recordings of which no notice came.
  record Sweep() implements RecordingNotice {}

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
        default -> Optional.empty();
      };
    }

    private void detail(JsonParser json) throws IOException {
      JsonReader.object(
          "detail",
          json,
          member -> {
            if (member.equals("object")) {
              JsonReader.object(
                  "object",
                  json,
                  inObject -> key = inObject.equals("key") ? JsonReader.text("key", json) : key);
            }
          });
    }

    /// EventBridge has the key as it is; S3's own notices would have it URL-encoded.
    private Optional<SessionId> recording() {
      return SessionId.ofRecording(key.substring(key.lastIndexOf('/') + 1));
    }
  }
}
