package io.tapevault.function.playback;

import io.tapevault.http.HttpResponse;
import io.tapevault.http.playback.shares.SharedRoutes;
import io.tapevault.recording.ObjectKey.Derived;
import io.tapevault.recording.ObjectStore.StoredObject;
import io.tapevault.screen.Page;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// Pages with a player, as gzip, since every browser takes that and a Lambda answers little.
final class PackedPages implements SharedRoutes.Pages {

  // In Base64, and with what is around it, less than a Lambda answers.
  private static final int MOST = 4 << 20;

  @Override
  public HttpResponse page(Derived key, StoredObject cast) throws IOException {
    Bounded packed = new Bounded();
    try (OutputStream out = new GZIPOutputStream(packed, 64 << 10)) {
      Page.write(to -> unpack(cast, to), out);
    } catch (TooLarge e) {
      return SharedRoutes.text(
          413,
          "This recording is too large for a link. Whoever sent it can send the page itself, which"
              + " 'tapevault recordings get --as html' makes.",
          "");
    }
    return HttpResponse.bytes(200, "text/html; charset=utf-8", packed.toByteArray())
        .with("content-encoding", "gzip");
  }

  private static void unpack(StoredObject cast, OutputStream to) throws IOException {
    try (InputStream in = new GZIPInputStream(cast.open(0, cast.size()))) {
      in.transferTo(to);
    }
  }

  private static final class TooLarge extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /// Holds no more than is answered.
  private static final class Bounded extends OutputStream {
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();

    byte[] toByteArray() {
      return held.toByteArray();
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (held.size() + length > MOST) {
        throw new TooLarge();
      }
      held.write(bytes, offset, length);
    }
  }
}
