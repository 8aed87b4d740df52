package io.tapevault.recording;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Exactly one gzip member of a stream, checked against its trailer.
///
/// `GZIPInputStream` reads on into a second member where one follows, but what follows the first in
/// a part is there by mistake, whatever it is: Teleport passes over it. Where input is missing,
/// everything before the gap is given first, then a cut-off defect.
public final class GzipMember extends InputStream {

  private static final int BUFFER = 16 * 1024;
  private static final int HEADER_CRC = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int RESERVED = 0xe0;

  private final InputStream in;
  private final UnpackLimit limit;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private final byte[] buffer = new byte[BUFFER];
  private int next;
  private int filled;
  private boolean inBody;
  private boolean ended;

  /// `limit` counts what comes out.
  public GzipMember(InputStream in, UnpackLimit limit) {
    this.in = in;
    this.limit = limit;
  }

  /// Begins with another member, at the place where the stream below stands now.
  public void restart() {
    inflater.reset();
    crc.reset();
    next = 0;
    filled = 0;
    inBody = false;
    ended = false;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!inBody) {
      readHeader();
      inBody = true;
    }
    while (!ended) {
      int inflated = inflate(target, offset, length);
      if (inflated > 0) {
        limit.take(inflated);
        crc.update(target, offset, inflated);
        return inflated;
      }
      if (inflater.finished()) {
        readTrailer();
        ended = true;
      } else if (inflater.needsDictionary()) {
        throw Damaged.damaged("the gzip stream asks for a dictionary");
      } else {
        fill();
        inflater.setInput(buffer, 0, filled);
      }
    }
    return -1;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    in.close();
  }

  private int inflate(byte[] target, int offset, int length) throws Damaged {
    try {
      return inflater.inflate(target, offset, length);
    } catch (DataFormatException e) {
      throw Damaged.damaged("the gzip stream is damaged: " + e.getMessage());
    }
  }

  private void readHeader() throws IOException {
    if (littleEndian(2) != 0x8b1f) {
      throw Damaged.damaged("there is no gzip stream");
    }
    int method = nextByte();
    int flags = nextByte();
    if (method != 8 || (flags & RESERVED) != 0) {
      throw Damaged.damaged("the gzip stream is of an unknown kind");
    }
    skip(6);
    if ((flags & EXTRA) != 0) {
      skip((int) littleEndian(2));
    }
    for (int text : new int[] {flags & NAME, flags & COMMENT}) {
      while (text != 0 && nextByte() != 0) {}
    }
    skip(flags & HEADER_CRC);
    inflater.setInput(buffer, next, filled - next);
  }

  private void readTrailer() throws IOException {
    next = filled - inflater.getRemaining();
    if (littleEndian(4) != crc.getValue()) {
      throw Damaged.damaged("the checksum of the gzip stream does not fit");
    }
    if (littleEndian(4) != (inflater.getBytesWritten() & 0xffff_ffffL)) {
      throw Damaged.damaged("the length of the gzip stream does not fit");
    }
  }

  private void skip(int bytes) throws IOException {
    for (int i = 0; i < bytes; i++) {
      nextByte();
    }
  }

  private long littleEndian(int bytes) throws IOException {
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (long) nextByte() << (8 * i);
    }
    return value;
  }

  private int nextByte() throws IOException {
    if (next == filled) {
      fill();
    }
    return buffer[next++] & 0xff;
  }

  private void fill() throws IOException {
    filled = Math.max(0, in.read(buffer, 0, BUFFER));
    next = 0;
    if (filled == 0) {
      throw Damaged.cutOff("the gzip stream ends too early");
    }
  }
}
