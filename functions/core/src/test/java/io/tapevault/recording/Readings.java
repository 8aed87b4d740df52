package io.tapevault.recording;

import io.tapevault.recording.Verdict.Status;
import io.tapevault.session.Recordings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// All that reading a recording gives: its events, and what stopped it, if anything did.
record Readings(
    List<RecordedEvent> events, @Nullable Damaged stoppedBy, long skipped, long outOfOrder) {

  static Readings of(RecordingSource source) throws IOException {
    List<RecordedEvent> events = new ArrayList<>();
    try (RecordingReader reader = Recordings.open(source)) {
      try {
        for (Optional<RecordedEvent> event = reader.next();
            event.isPresent();
            event = reader.next()) {
          events.add(event.get());
        }
        return new Readings(events, null, reader.skippedEvents(), reader.outOfOrderEvents());
      } catch (Damaged e) {
        return new Readings(events, e, reader.skippedEvents(), reader.outOfOrderEvents());
      }
    } catch (Damaged e) {
      return new Readings(events, e, 0, 0);
    }
  }

  /// The message that stopped the reading, or the empty string.
  String message() {
    return stoppedBy == null ? "" : String.valueOf(stoppedBy.getMessage());
  }

  /// The same, without the place.
  String what() {
    return message().replaceFirst("^.*? after \\d+ events: ", "");
  }

  @Nullable Status status() {
    return stoppedBy == null ? null : stoppedBy.status();
  }

  boolean cutOff() {
    return status() == Status.CUT_OFF;
  }

  List<String> types() {
    return events.stream().map(event -> event.stamp().type()).toList();
  }

  byte[] output() {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    for (RecordedEvent event : events) {
      if (event instanceof RecordedEvent.Printed print) {
        byte[] bytes = new byte[print.data().remaining()];
        print.data().get(bytes);
        output.writeBytes(bytes);
      }
    }
    return output.toByteArray();
  }

  String text() {
    return new String(output(), StandardCharsets.UTF_8);
  }
}
