package io.tapevault.session;

import io.tapevault.event.Sha256;
import io.tapevault.recording.RecordingSource;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/// A recording whose digest is taken from the very bytes that its reader reads.
///
/// A stream up to the end carries the digest on, if it begins where the digest stands or behind
/// that; what lies between is read for the digest alone. Other streams are read beside it.
final class DigestingSource implements RecordingSource, AutoCloseable {

  private static final int BUFFER = 1 << 16;

  private final RecordingSource source;
  private final MessageDigest digest = Sha256.digest();
  private InputStream in = InputStream.nullInputStream();
  private long position;
  private boolean open;

  DigestingSource(RecordingSource source) {
    this.source = source;
  }

  @Override
  public long size() {
    return source.size();
  }

  @Override
  public InputStream open(long offset, long length) throws IOException {
    if (offset < position || length < size() - offset) {
      return source.open(offset, length);
    }
    digestUpTo(offset);
    return new Digested();
  }

  /// Of all bytes; those that nobody has read are read now.
  String sha256() throws IOException {
    digestUpTo(size());
    return Sha256.end(digest);
  }

  private void digestUpTo(long offset) throws IOException {
    byte[] buffer = new byte[BUFFER];
    while (position < offset) {
      int read = read(buffer, 0, (int) Math.min(BUFFER, offset - position));
      if (read < 0) {
        throw new IOException("the recording ended at byte " + position + ", but it has " + size());
      }
    }
  }

  private int read(byte[] buffer, int at, int most) throws IOException {
    if (!open) {
      in = source.open(0, size());
      open = true;
    }
    int read = in.read(buffer, at, most);
    if (read > 0) {
      digest.update(buffer, at, read);
      position += read;
    }
    return read;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /// Closing it leaves the source open for the rest.
  private final class Digested extends FilterInputStream {
    Digested() {
      super(InputStream.nullInputStream());
    }

    @Override
    public int read(byte[] buffer, int at, int most) throws IOException {
      return DigestingSource.this.read(buffer, at, most);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public long skip(long bytes) throws IOException {
      return Math.max(0, read(new byte[(int) Math.min(bytes, BUFFER)]));
    }

    @Override
    public int available() {
      return 0;
    }
  }
}
