package io.tapevault.http;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/// Reads the body of a request, unpacked.
///
/// What begins as gzip, zstd or JSON is that, whatever its header says: a gateway may unpack it and
/// leave the header, and a shipper may forget it, or name something else there. Deflate has no such
/// begin, and is what its header says.
final class RequestBody {

  // Some shippers name their charset there.
  private static final Set<String> KNOWN =
      Set.of("", "identity", "utf-8", "gzip", "x-gzip", "deflate", "zstd");
  private static final int[] GZIP = {0x1f, 0x8b};
  private static final int[] ZSTD = {0x28, 0xb5, 0x2f, 0xfd};
  // 0x50 to 0x5f, then the rest.
  private static final int ZSTD_SKIPPABLE = 0x50;
  // Gzip, taken for text: as UTF-8, with a mark in the place of what is none, or as Latin-1.
  private static final int[] GZIP_AS_UTF_8 = {0x1f, 0xef, 0xbf, 0xbd};
  private static final int[] GZIP_AS_LATIN_1 = {0x1f, 0xc2, 0x8b};
  private static final int CHUNK = 1 << 16;
  private static final int MOST_EMPTY_MEMBERS = 100;
  // Bodies of so many chunks are small.
  private static final int UNCOUNTED = 4;

  private RequestBody() {}

  /// Reads at most `most` bytes, after unpacking; whatever a body claims or unpacks to, no more
  /// than that is held, and before a large one is held there is room for it in `share`.
  static Decoded<byte[]> read(HttpRequest request, int most, HeapBudget.Share share) {
    String encoding = encoding(request);
    try {
      // The header of gzip is read a byte at a time, and may be as long as the body.
      PushbackInputStream in =
          new PushbackInputStream(new BufferedInputStream(request.body()), GZIP_AS_UTF_8.length);
      byte[] start = in.readNBytes(GZIP_AS_UTF_8.length);
      in.unread(start);
      if (isJson(start)) {
        return read(in, most, share);
      }
      if (encoding.contains(",") || (!KNOWN.contains(encoding) && !isPacked(start))) {
        return Decoded.problem(
            Problem.Type.UNKNOWN_ENCODING,
            "Content-Encoding is '"
                + encoding
                + "'; send the body plain, or as gzip, deflate or zstd");
      }
      if (begins(start, GZIP_AS_UTF_8) || begins(start, GZIP_AS_LATIN_1)) {
        return Decoded.problem(
            Problem.Type.UNKNOWN_ENCODING,
            "the body was gzip, and something between took it for text: its bytes are lost; send"
                + " it with a Content-Type that is taken as binary, or plain");
      }
      if (begins(start, GZIP)) {
        return read(new Members(in), most, share);
      }
      if (isZstd(start)) {
        return zstd(in, most, share);
      }
      if (encoding.equals("deflate") && start.length > 0) {
        return read(new InflaterInputStream(in, new Inflater(!isZlib(start))), most, share);
      }
      return start.length < GZIP.length && encoding.contains("gzip")
          ? cutOff("the packed body ends in the middle; send all of it")
          : read(in, most, share);
    } catch (EOFException e) {
      return cutOff("the packed body ends in the middle; send all of it");
    } catch (ZipException e) {
      return cutOff("the packed body is damaged: " + e.getMessage());
    } catch (IOException e) {
      return cutOff("the body ends before the length that was announced; send all of it");
    }
  }

  private static String encoding(HttpRequest request) {
    return Stream.of(
            request.header("content-encoding").orElse("").toLowerCase(Locale.ROOT).split(","))
        .map(String::strip)
        .filter(one -> !one.isEmpty() && !one.equals("identity"))
        .collect(Collectors.joining(", "));
  }

  /// Neither zlib nor deflate begins so, and what else may has no such second byte.
  private static boolean isJson(byte[] start) {
    return start.length > 1
        && (start[0] == '{' || start[0] == '[')
        && (start[1] >= ' ' || Character.isWhitespace(start[1]));
  }

  private static boolean isPacked(byte[] start) {
    return begins(start, GZIP) || isZstd(start);
  }

  /// Who packs with several threads puts frames before the first that unpackers pass over.
  private static boolean isZstd(byte[] start) {
    return begins(start, ZSTD)
        || (start.length > 0
            && (start[0] & 0xf0) == ZSTD_SKIPPABLE
            && begins(start, new int[] {Byte.toUnsignedInt(start[0]), 0x2a, 0x4d, 0x18}));
  }

  /// Some senders of deflate leave the header of zlib out.
  private static boolean isZlib(byte[] start) {
    return start.length > 1
        && (start[0] & 0x0f) == 8
        && ((start[0] & 0xff) << 8 | (start[1] & 0xff)) % 31 == 0;
  }

  private static Decoded<byte[]> zstd(InputStream packed, int most, HeapBudget.Share share)
      throws IOException {
    try {
      return ZstdBody.read(packed, most, share);
    } catch (LinkageError e) {
      return Decoded.problem(Problem.Type.UNKNOWN_ENCODING, "this path takes no zstd; send gzip");
    }
  }

  /// The JDK begins a member within the reading of the one before, for as long as they are empty:
  /// many have no room on the stack.
  private static final class Members extends GZIPInputStream {

    private int within;

    Members(InputStream in) throws IOException {
      super(in, 8192);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (within == MOST_EMPTY_MEMBERS) {
        throw new ZipException(
            "more than " + MOST_EMPTY_MEMBERS + " empty members follow each other");
      }
      within++;
      try {
        return super.read(target, offset, length);
      } finally {
        within--;
      }
    }
  }

  private static boolean begins(byte[] start, int[] magic) {
    if (start.length < magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if (Byte.toUnsignedInt(start[i]) != magic[i]) {
        return false;
      }
    }
    return true;
  }

  static Decoded<byte[]> cutOff(String detail) {
    return Decoded.problem(Problem.Type.BODY_CUT_OFF, detail);
  }

  static Decoded<byte[]> read(InputStream in, int most, HeapBudget.Share share) throws IOException {
    List<byte[]> chunks = new ArrayList<>();
    int length = 0;
    byte[] chunk;
    do {
      // All at once: who holds a part and waits for more could wait for another who does the same.
      if (chunks.size() == UNCOUNTED && !share.grow(2L * most)) {
        return new Decoded.Misunderstood<>(Problem.busy());
      }
      chunk = in.readNBytes(CHUNK);
      chunks.add(chunk);
      length += chunk.length;
      if (length > most) {
        return Decoded.problem(
            Problem.Type.BODY_TOO_LARGE,
            "the body unpacks to more than " + most + " bytes; send it in smaller pieces");
      }
    } while (chunk.length == CHUNK);
    return Decoded.of(chunks.size() == 1 ? chunk : together(chunks, length));
  }

  private static byte[] together(List<byte[]> chunks, int length) {
    byte[] all = new byte[length];
    int at = 0;
    for (byte[] chunk : chunks) {
      System.arraycopy(chunk, 0, all, at, chunk.length);
      at += chunk.length;
    }
    return all;
  }
}
