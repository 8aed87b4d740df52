package io.tapevault.recording.asciicast;

import io.tapevault.recording.TerminalSize;
import java.io.IOException;
import java.nio.CharBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Takes a recording as an asciicast has it: a header once, then events in the order of their time.
public interface CastSink {

  /// Text that the terminal showed.
  char OUTPUT = 'o';

  /// `COLUMNSxROWS`.
  char RESIZE = 'r';

  /// What is to be said of this moment.
  char MARKER = 'm';

  /// Comes before every event. The title is empty where nobody is known.
  void header(TerminalSize size, @Nullable Instant time, String title) throws IOException;

  /// `millis` count from the start and never go back; `data` is valid until this returns.
  void event(long millis, char code, CharBuffer data) throws IOException;
}
