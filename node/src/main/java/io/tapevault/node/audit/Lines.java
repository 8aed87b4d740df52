package io.tapevault.node.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Some whole lines of a log from a mark on, and what follows them. It holds no more than a batch
/// and the longest line that is taken.
final class Lines {

  private static final int PIECE = 1 << 16;
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final List<byte[]> lines = new ArrayList<>();
  private byte[] buffer = new byte[PIECE];
  private int filled;
  private int taken;
  private Rest rest = Rest.NOTHING;

  private Lines() {}

  /// What follows the whole lines.
  enum Rest {
    /// More of them, perhaps: the batch is full.
    MORE,
    NOTHING,
    /// The beginning of a line.
    HALF,
    /// A line longer than is taken.
    TOO_LONG
  }

  /// As many as fit into a batch, or one that is longer alone.
  static Lines read(FileChannel file, long from, Limits limits) throws IOException {
    Lines lines = new Lines();
    while (lines.lines.size() < limits.batchLines() && lines.taken < limits.batchBytes()) {
      if (lines.filled - lines.taken > limits.lineBytes()) {
        lines.rest = lines.taken > 0 ? Rest.MORE : Rest.TOO_LONG;
        return lines;
      }
      if (!lines.more(file, from, limits.batchBytes() + limits.lineBytes())) {
        lines.rest = lines.filled > lines.taken ? Rest.HALF : Rest.NOTHING;
        return lines;
      }
      lines.split(limits);
    }
    lines.rest = Rest.MORE;
    return lines;
  }

  /// None, and a line that is known to be too long.
  static Lines tooLong() {
    Lines lines = new Lines();
    lines.rest = Rest.TOO_LONG;
    return lines;
  }

  private boolean more(FileChannel file, long from, int most) throws IOException {
    if (filled == buffer.length) {
      buffer = Arrays.copyOf(buffer, (int) Math.min(2L * buffer.length, most + (long) PIECE));
    }
    int room = Math.min(PIECE, buffer.length - filled);
    int read = file.read(ByteBuffer.wrap(buffer, filled, room), from + filled);
    filled += Math.max(0, read);
    return read > 0;
  }

  private void split(Limits limits) {
    for (int at = Math.max(taken, filled - PIECE); at < filled; at++) {
      if (buffer[at] == '\n') {
        byte[] line = Arrays.copyOfRange(buffer, taken, at);
        if (!isBlank(line)) {
          lines.add(line);
        }
        taken = at + 1;
        if (lines.size() == limits.batchLines()) {
          return;
        }
      }
    }
  }

  /// As the vault sees it: it counts no event for such a line.
  static boolean isBlank(byte[] line) {
    if (Arrays.equals(line, BYTE_ORDER_MARK)) {
      return true;
    }
    for (byte one : line) {
      if (one > ' ' || one < 0) {
        return false;
      }
    }
    return true;
  }

  List<byte[]> whole() {
    return lines;
  }

  Rest rest() {
    return rest;
  }

  /// The beginning of a line that follows them.
  byte[] half() {
    return Arrays.copyOfRange(buffer, taken, filled);
  }

  /// Behind the whole lines.
  Mark behind(Mark mark) {
    return taken == 0
        ? mark
        : mark.behind(
            Arrays.copyOf(buffer, Math.min(Mark.MOST, taken)),
            Arrays.copyOfRange(buffer, Math.max(0, taken - Mark.MOST), taken),
            mark.position() + taken);
  }

  /// Behind the beginning of a line too.
  Mark behindHalf(Mark mark) {
    taken = filled;
    return behind(mark);
  }
}
