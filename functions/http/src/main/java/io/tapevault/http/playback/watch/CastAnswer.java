package io.tapevault.http.playback.watch;

import io.tapevault.http.playback.asked.Seconds;
import io.tapevault.http.playback.download.Made;
import io.tapevault.recording.ObjectStore.StoredObject;
import io.tapevault.recording.RecordingReader;
import io.tapevault.recording.RecordingSource;
import io.tapevault.recording.RecordingSummary;
import io.tapevault.recording.asciicast.Asciicast;
import io.tapevault.recording.asciicast.CastLines;
import io.tapevault.recording.asciicast.CastSink;
import io.tapevault.recording.asciicast.CastVersion;
import io.tapevault.session.Recordings;
import io.tapevault.session.Screens;
import io.tapevault.session.Screens.Moment;
import io.tapevault.session.Segments;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.CharBuffer;
import java.util.zip.GZIPInputStream;

/// A cast as somebody wants it: a part of it, or in another version. Times stay those of the
/// recording.
record CastAnswer(Screens screens, Seconds.Window window, CastVersion version) {

  /// Begins with the whole screen.
  Made.Writer part(Segments segments) {
    return out -> {
      Moment moment = screens.moment(window.from());
      segments.until(window.from(), moment);
      try (CastLines lines = new CastLines(out, version)) {
        lines.header(moment.size(), null, "");
        lines.event(window.from(), CastSink.OUTPUT, CharBuffer.wrap(moment.redraw()));
        segments.between(window.from(), window.to(), lines);
      }
    };
  }

  Made.Writer whole(StoredObject cast) {
    return out -> {
      try (RecordingReader reader = Recordings.open(Unzipped.of(cast));
          CastLines lines = new CastLines(out, version)) {
        RecordingSummary _ = Asciicast.convert(reader, lines);
      }
    };
  }

  /// A cast as it is when it is unpacked.
  private record Unzipped(StoredObject zipped, long size) implements RecordingSource {
    static Unzipped of(StoredObject zipped) throws IOException {
      try (InputStream in = new GZIPInputStream(zipped.open(0, zipped.size()), 1 << 13)) {
        // Nothing else tells how long it is, beyond 4 GB.
        return new Unzipped(zipped, in.transferTo(OutputStream.nullOutputStream()));
      }
    }

    @Override
    public InputStream open(long offset, long length) throws IOException {
      InputStream in = new GZIPInputStream(zipped.open(0, zipped.size()), 1 << 13);
      in.skipNBytes(offset);
      return in;
    }
  }
}
