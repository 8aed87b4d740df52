package io.tapevault.node.recordings.spool;

import io.tapevault.event.Sha256;
import io.tapevault.recording.Crc64Nvme;
import io.tapevault.recording.PartPlan;
import io.tapevault.recording.RecordingSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/// What is known of the bytes of a recording once they have been read: their number, their SHA-256,
/// and the checksum of each block where they go in parts.
public record Digest(long size, String sha256, List<Long> blocks) {

  private static final PartPlan PLAN = PartPlan.DEFAULT;
  private static final int AT_ONCE = 64 << 10;

  /// How many bytes a block has; how many blocks there are, which is none for what goes in one
  /// piece.
  public static long blockSize(long size) {
    return PLAN.partSize(size);
  }

  public static int blockCount(long size) {
    return PLAN.goesInOnePut(size) ? 0 : PLAN.parts(size);
  }

  /// Reads all of it once.
  public static Digest of(RecordingSource source) throws IOException {
    long size = source.size();
    boolean large = blockCount(size) > 0;
    long block = large ? blockSize(size) : Math.max(size, 1);
    List<Long> blocks = new ArrayList<>();
    MessageDigest sha256 = Sha256.digest();
    byte[] buffer = new byte[AT_ONCE];
    try (InputStream in = source.open(0, size)) {
      for (long start = 0; start < size; start += block) {
        long length = Math.min(block, size - start);
        Crc64Nvme crc = new Crc64Nvme();
        for (long left = length; left > 0; ) {
          int read = read(in, buffer, left);
          sha256.update(buffer, 0, read);
          if (large) {
            crc.update(buffer, 0, read);
          }
          left -= read;
        }
        if (large) {
          blocks.add(crc.getValue());
        }
      }
    }
    return new Digest(size, Sha256.end(sha256), List.copyOf(blocks));
  }

  /// Of a range, where the vault wants other parts than these blocks.
  public static long crc64nvme(RecordingSource source, long offset, long length)
      throws IOException {
    Crc64Nvme crc = new Crc64Nvme();
    byte[] buffer = new byte[AT_ONCE];
    try (InputStream in = source.open(offset, length)) {
      for (long left = length; left > 0; ) {
        int read = read(in, buffer, left);
        crc.update(buffer, 0, read);
        left -= read;
      }
    }
    return crc.getValue();
  }

  private static int read(InputStream in, byte[] buffer, long left) throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("the node stops");
    }
    int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
    if (read < 0) {
      throw new Changed("it is shorter than it was a moment ago");
    }
    return read;
  }

  /// Of the whole; 0 for what does not go in parts.
  public long crc64nvme() {
    long block = blockSize(size);
    long crc = 0;
    for (int i = 0; i < blocks.size(); i++) {
      crc = Crc64Nvme.concat(crc, blocks.get(i), Math.min(block, size - i * block));
    }
    return crc;
  }
}
