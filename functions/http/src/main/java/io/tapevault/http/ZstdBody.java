package io.tapevault.http;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;

/// Unpacks zstd. Apart, because only who takes events brings the code for it: a class that names it
/// cannot be loaded without.
final class ZstdBody {

  // RFC 8878 recommends 8 MB; that memory is not of the heap.
  private static final int LARGEST_WINDOW = 23;

  private ZstdBody() {}

  static Decoded<byte[]> read(InputStream packed, int most, HeapBudget.Share share)
      throws IOException {
    try (ZstdInputStreamNoFinalizer in = new ZstdInputStreamNoFinalizer(packed)) {
      in.setLongMax(LARGEST_WINDOW);
      return RequestBody.read(in, most, share);
    } catch (ZstdIOException e) {
      return RequestBody.cutOff(
          "the zstd body is damaged, or wants a window of more than 8 MB: " + e.getMessage());
    }
  }
}
