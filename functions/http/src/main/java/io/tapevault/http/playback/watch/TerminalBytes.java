package io.tapevault.http.playback.watch;

import io.tapevault.http.HttpResponse;
import io.tapevault.recording.Damaged;
import io.tapevault.recording.RecordedEvent;
import io.tapevault.recording.RecordingReader;
import io.tapevault.recording.RecordingSource;
import io.tapevault.session.Recordings;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/// What the terminal was given, of a recording, from `offset` on and at most `bytes` of it. It is
/// read from its begin each time, in memory that does not grow. Of one that is damaged, where that
/// is wanted: as far as it can be read.
record TerminalBytes(RecordingSource recording, long offset, long bytes, boolean partial)
    implements HttpResponse.Content {

  private static final int PIECE = 8 << 10;

  @Override
  public boolean isStreamed() {
    return true;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    try (RecordingReader reader = Recordings.open(recording)) {
      copy(reader, out);
    } catch (Damaged e) {
      if (!partial) {
        throw e;
      }
    }
  }

  private void copy(RecordingReader reader, OutputStream out) throws IOException {
    byte[] piece = new byte[PIECE];
    long before = offset;
    long left = bytes;
    while (left > 0) {
      Optional<RecordedEvent> event = reader.next();
      if (event.isEmpty()) {
        return;
      }
      if (event.get() instanceof RecordedEvent.Printed printed) {
        ByteBuffer data = printed.data();
        int passed = (int) Math.min(before, data.remaining());
        before -= passed;
        data.position(data.position() + passed);
        data.limit(data.position() + (int) Math.min(left, data.remaining()));
        left -= data.remaining();
        while (data.hasRemaining()) {
          int length = Math.min(data.remaining(), piece.length);
          data.get(piece, 0, length);
          out.write(piece, 0, length);
        }
      }
    }
  }
}
