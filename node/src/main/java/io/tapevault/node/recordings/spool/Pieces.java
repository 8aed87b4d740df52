package io.tapevault.node.recordings.spool;

import io.tapevault.node.disk.Disk;
import io.tapevault.node.disk.SpoolFile;
import io.tapevault.recording.RecordingSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Files and bytes, one after the other, as one recording. One file is open at a time: sessions of
/// more than 1,000 files exist, and there may not be as many handles.
final class Pieces implements RecordingSource {

  /// Bytes that can be read from any place.
  private record Piece(long size, Opening from) {}

  private interface Opening {
    InputStream open(long offset) throws IOException;
  }

  private final Disk disk;
  private final List<Piece> pieces = new ArrayList<>();
  private long size;

  Pieces(Disk disk) {
    this.disk = disk;
  }

  Pieces add(byte[] bytes) {
    int length = bytes.length;
    return add(
        new Piece(
            length,
            offset -> new ByteArrayInputStream(bytes, (int) offset, length - (int) offset)));
  }

  Pieces add(SpoolFile file) {
    return add(new Piece(file.size(), offset -> disk.open(file.path(), offset)));
  }

  private Pieces add(Piece piece) {
    pieces.add(piece);
    size += piece.size();
    return this;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public InputStream open(long offset, long length) {
    return new Range(offset, Math.min(length, size - offset));
  }

  private final class Range extends InputStream {
    private int next;
    private long skip;
    private long left;
    private long leftOfPiece;
    private @Nullable InputStream piece;

    Range(long offset, long length) {
      this.skip = offset;
      this.left = length;
      while (next < pieces.size() && pieces.get(next).size() <= skip) {
        skip -= pieces.get(next++).size();
      }
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      while (left > 0 && leftOfPiece == 0) {
        openNext();
      }
      if (left <= 0 || piece == null) {
        return -1;
      }
      int read = piece.read(bytes, offset, (int) Math.min(length, Math.min(left, leftOfPiece)));
      if (read < 0) {
        throw new Changed("a file of it is shorter than it was a moment ago");
      }
      left -= read;
      leftOfPiece -= read;
      return read;
    }

    private void openNext() throws IOException {
      close();
      Piece following = pieces.get(next++);
      leftOfPiece = following.size() - skip;
      piece = following.from().open(skip);
      skip = 0;
    }

    @Override
    public void close() throws IOException {
      if (piece != null) {
        piece.close();
      }
    }
  }
}
