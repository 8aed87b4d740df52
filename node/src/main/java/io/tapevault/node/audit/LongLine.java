package io.tapevault.node.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// A line longer than is taken: where it begins, and how far its end was looked for.
record LongLine(long from, long seen, boolean ended) {

  private static final int PIECE = 1 << 16;

  static LongLine at(long from) {
    return new LongLine(from, from, false);
  }

  /// Looks further, to the line's end or the file's.
  LongLine look(FileChannel file) throws IOException {
    long at = file.size() < seen ? from : seen;
    ByteBuffer piece = ByteBuffer.allocate(PIECE);
    while (file.read(piece, at) > 0) {
      piece.flip();
      while (piece.hasRemaining()) {
        if (piece.get() == '\n') {
          return new LongLine(from, at + piece.position() - 1, true);
        }
      }
      at += piece.limit();
      piece.clear();
    }
    return new LongLine(from, at, false);
  }
}
