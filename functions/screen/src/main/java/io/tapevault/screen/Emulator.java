package io.tapevault.screen;

import io.tapevault.recording.ObjectKey.Kind;
import io.tapevault.recording.TerminalSize;
import io.tapevault.recording.asciicast.CastSink;
import io.tapevault.session.Screens;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.CharBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes the forms of a cast with an emulator of a terminal.
public final class Emulator implements Screens {

  @Override
  public List<Kind> kinds() {
    return List.of(Kind.TRANSCRIPT);
  }

  @Override
  public Forms forms(Map<Kind, OutputStream> outputs) throws IOException {
    List<Form> forms = new ArrayList<>();
    OutputStream transcript = outputs.get(Kind.TRANSCRIPT);
    if (transcript != null) {
      forms.add(TranscriptLines.to(transcript));
    }
    return new All(forms);
  }

  /// One of them.
  interface Form extends CastSink {
    void finish() throws IOException;
  }

  private record All(List<Form> forms) implements Forms {

    @Override
    public void header(TerminalSize size, @Nullable Instant time, String title) throws IOException {
      for (Form form : forms) {
        form.header(size, time, title);
      }
    }

    @Override
    public void event(long millis, char code, CharBuffer data) throws IOException {
      for (Form form : forms) {
        form.event(millis, code, data);
      }
    }

    @Override
    public void finish() throws IOException {
      for (Form form : forms) {
        form.finish();
      }
    }
  }
}
