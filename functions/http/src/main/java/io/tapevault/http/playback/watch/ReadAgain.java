package io.tapevault.http.playback.watch;

import io.tapevault.http.playback.asked.Seconds;
import io.tapevault.recording.ObjectKey.Kind;
import io.tapevault.recording.ObjectStore.StoredObject;
import io.tapevault.session.Screens;
import io.tapevault.session.SegmentIndex;
import io.tapevault.session.Segments;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// A transcript in memory: of what is around a moment of a long recording it is made again, off the
/// pieces, which costs what the moment has and not what the recording has.
@SuppressWarnings("ArrayRecordComponent") // it is never compared
record ReadAgain(byte[] bytes, Instant written) implements StoredObject {

  // Some minutes of work.
  private static final int FEW = 16;

  /// Nothing where the window has many pieces, or the recording few.
  static Optional<StoredObject> within(Seconds.Window window, Segments segments, Screens screens)
      throws IOException {
    SegmentIndex index = segments.index();
    // What stood there already when the piece before began was changed before the window.
    int first = Math.max(0, index.at(window.from()) - 1);
    if (index.segments().size() <= FEW || index.at(window.to()) - first > FEW) {
      return Optional.empty();
    }
    long begin = index.segments().get(first).millis();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Screens.Forms forms = screens.forms(Map.<Kind, OutputStream>of(Kind.TRANSCRIPT, out));
    segments.until(begin, forms);
    segments.between(begin, window.to(), forms);
    forms.finish();
    return Optional.of(new ReadAgain(out.toByteArray(), Instant.EPOCH));
  }

  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public InputStream open(long offset, long length) {
    return new ByteArrayInputStream(bytes, (int) offset, (int) length);
  }
}
