package io.tapevault.http.playback.download;

import io.tapevault.http.Answer;
import io.tapevault.http.HttpResponse;
import io.tapevault.http.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/// An answer that is made for one request: while it is sent, or before, where it may not be large.
public final class Made {

  private Made() {}

  public interface Writer {
    void writeTo(OutputStream out) throws IOException;
  }

  /// `otherwise` is what to do about one that is too large.
  public static Answer of(Downloads downloads, String type, String otherwise, Writer writer)
      throws IOException {
    return of(downloads.mostMade(), type, otherwise, writer);
  }

  /// With so many bytes at most.
  public static Answer of(long most, String type, String otherwise, Writer writer)
      throws IOException {
    if (most == Long.MAX_VALUE) {
      return new HttpResponse(200, Map.of("content-type", type), -1, writer::writeTo);
    }
    Bounded bounded = new Bounded((int) most);
    try {
      writer.writeTo(bounded);
    } catch (TooMuch e) {
      return new Problem(
          Problem.Type.FORM_TOO_LARGE,
          "it has more than the " + most + " bytes that are answered here; " + otherwise);
    }
    return HttpResponse.bytes(200, type, bounded.toByteArray());
  }

  private static final class TooMuch extends IOException {
    private static final long serialVersionUID = 1;
  }

  private static final class Bounded extends OutputStream {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final int most;

    Bounded(int most) {
      this.most = most;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      if (bytes.size() + length > most) {
        throw new TooMuch();
      }
      bytes.write(from, offset, length);
    }

    byte[] toByteArray() {
      return bytes.toByteArray();
    }
  }
}
