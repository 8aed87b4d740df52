package io.tapevault.session;

import io.tapevault.recording.ObjectKey.Kind;
import io.tapevault.recording.asciicast.CastSink;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

/// Makes of a cast what only a terminal can tell. Memory stays the same whatever the recording.
public interface Screens {

  /// Of a line of a transcript, what comes behind so many characters is left out.
  int LONGEST_LINE = 4_096;

  /// Knows no terminal, and makes nothing.
  Screens NONE =
      new Screens() {
        @Override
        public List<Kind> kinds() {
          return List.of();
        }

        @Override
        public Forms forms(Map<Kind, OutputStream> outputs) {
          throw new IllegalStateException("nothing is made here");
        }
      };

  /// What it makes. The last one is written last: where it is, all are.
  List<Kind> kinds();

  /// Takes one cast, and writes each of the forms to its output, which it leaves open.
  Forms forms(Map<Kind, OutputStream> outputs) throws IOException;

  /// Forms on their way.
  interface Forms extends CastSink {

    /// Writes what is left; nothing comes after it.
    void finish() throws IOException;
  }
}
