package io.tapevault.recording;

import java.io.IOException;
import java.nio.CharBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Writes the lines of an asciicast v2; what [Asciicast] needs of a JSON writer.
public interface CastLines {

  /// The first line. Without a time or a title, the field is left out.
  void header(TerminalSize size, @Nullable Instant time, String title) throws IOException;

  /// `[seconds, code, data]`, with the seconds exact to the millisecond.
  void event(long millis, char code, CharBuffer data) throws IOException;
}
