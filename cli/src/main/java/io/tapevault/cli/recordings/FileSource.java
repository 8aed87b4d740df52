package io.tapevault.cli.recordings;

import io.tapevault.recording.RecordingSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.function.LongConsumer;

/// A file as a recording; `progress` hears how far it is read.
public record FileSource(FileChannel channel, LongConsumer progress) implements RecordingSource {
  @Override
  public long size() {
    try {
      return channel.size();
    } catch (IOException e) {
      return 0;
    }
  }

  @Override
  public InputStream open(long offset, long length) {
    return new Range(channel, progress, offset, offset + length);
  }

  /// A part of a file. Closing it leaves the file open, which is so until the process ends.
  private static final class Range extends InputStream {
    private final FileChannel channel;
    private final LongConsumer progress;
    private final long end;
    private long position;

    Range(FileChannel channel, LongConsumer progress, long position, long end) {
      this.channel = channel;
      this.progress = progress;
      this.position = position;
      this.end = end;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int most = (int) Math.min(length, end - position);
      if (most <= 0) {
        return length == 0 ? 0 : -1;
      }
      int read = channel.read(ByteBuffer.wrap(bytes, offset, most), position);
      position += Math.max(0, read);
      progress.accept(position);
      return read;
    }
  }
}
