package io.tapevault.siem.http;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/// Bodies, packed: the same bytes for the same body.
public final class Gzip {

  private Gzip() {}

  public static byte[] of(byte[] body) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream(body.length / 4 + 64);
    into(packed, gzip -> gzip.write(body));
    return packed.toByteArray();
  }

  /// Packs what `content` writes.
  public static void into(ByteArrayOutputStream packed, Content content) {
    // Each call of the packer costs more than to copy a line.
    try (OutputStream gzip = new BufferedOutputStream(new Quick(packed), 16_384)) {
      content.writeTo(gzip);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Writes a body.
  public interface Content {
    void writeTo(OutputStream gzip) throws IOException;
  }

  /// The slower levels take several times the CPU, and save a tenth of the bytes of events.
  private static final class Quick extends GZIPOutputStream {

    Quick(ByteArrayOutputStream packed) throws IOException {
      super(packed, 8192);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
