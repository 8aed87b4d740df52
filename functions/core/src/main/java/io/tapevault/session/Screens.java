package io.tapevault.session;

import io.tapevault.recording.ObjectKey.Kind;
import io.tapevault.recording.TerminalSize;
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
          throw nothing();
        }

        @Override
        public Moment moment(long millis) {
          throw nothing();
        }

        @Override
        public void page(CastWriter cast, OutputStream out) {
          throw nothing();
        }

        private IllegalStateException nothing() {
          return new IllegalStateException("nothing is made here");
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

  /// The screen as it was after all events up to then, of the cast that it takes.
  Moment moment(long millis);

  /// A screen at a moment.
  interface Moment extends CastSink {

    TerminalSize size();

    /// What a new terminal of that size is sent to show it, and to go on from there.
    String redraw();

    /// Of bounded size: of a screen that no wall has, a part.
    byte[] svg();
  }

  /// Writes one file of HTML that plays the cast without a network.
  void page(CastWriter cast, OutputStream out) throws IOException;

  /// Writes an asciicast v2.
  interface CastWriter {
    void to(OutputStream out) throws IOException;
  }
}
