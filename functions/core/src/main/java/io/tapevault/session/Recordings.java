package io.tapevault.session;

import io.tapevault.json.RecordedJson;
import io.tapevault.recording.Asciicast;
import io.tapevault.recording.CorruptRecording;
import io.tapevault.recording.RecordingReader;
import io.tapevault.recording.RecordingSource;
import io.tapevault.recording.RecordingSummary;
import java.io.IOException;
import java.io.OutputStream;

/// Opens recordings of any format, and converts them.
public final class Recordings {

  private Recordings() {}

  /// Reads a recording event by event.
  public static RecordingReader open(RecordingSource source) throws CorruptRecording, IOException {
    return RecordingReader.open(source, new RecordedJson());
  }

  /// Writes a recording to `out` as asciicast v2. Of one that is damaged, what can be read; it
  /// throws [CorruptRecording] only where it is no recording at all, and has then written nothing.
  public static RecordingSummary toAsciicast(RecordingSource source, OutputStream out)
      throws CorruptRecording, IOException {
    try (RecordingReader reader = open(source);
        AsciicastJson lines = new AsciicastJson(out)) {
      return Asciicast.convert(reader, lines);
    }
  }
}
