package io.tapevault.cli.output;

import java.util.Locale;
import java.util.function.LongConsumer;

/// How far one file is, on standard error: a bar with rate and time left in a terminal, and nothing
/// of what is done within a second.
public final class ByteProgress implements LongConsumer, AutoCloseable {

  private static final long EVERY = 200_000_000L;
  private static final String CLEAR = "\r\u001b[K";

  private final String done;
  private final boolean shown;
  private volatile long size;
  private volatile long first = -1;
  private final long begun = System.nanoTime();
  private long next = begun + 5 * EVERY;
  private boolean drawn;

  /// `done` is the word for what is done with bytes; `shown` whether it may be drawn.
  public ByteProgress(String done, long size, boolean shown) {
    this.done = done;
    this.size = size;
    this.shown = shown && Output.isTerminal();
  }

  /// What is known only once it has begun.
  public void size(long bytes) {
    size = bytes;
  }

  @Override
  public synchronized void accept(long position) {
    long now = System.nanoTime();
    if (first < 0) {
      first = position;
    }
    if (shown && now - next > 0) {
      next = now + EVERY;
      drawn = true;
      System.err.print(CLEAR + line(position, size, position - first, (now - begun) / 1e9) + done);
      System.err.flush();
    }
  }

  /// `moved` bytes of it in so many seconds.
  static String line(long position, long size, long moved, double seconds) {
    long rate = (long) (moved / Math.max(0.001, seconds));
    if (size <= 0) {
      return String.format(
          Locale.ROOT, "%s, %s/s ", UploadProgress.bytes(position), UploadProgress.bytes(rate));
    }
    String left =
        rate < 1
            ? ""
            : ", " + UploadProgress.duration(Math.max(0, size - position) / rate) + " left";
    return String.format(
        Locale.ROOT,
        "%sof %s, %s/s%s ",
        UploadProgress.bar((double) Math.min(position, size), (double) size),
        UploadProgress.bytes(size),
        UploadProgress.bytes(rate),
        left);
  }

  @Override
  public synchronized void close() {
    if (drawn) {
      System.err.print(CLEAR);
      System.err.flush();
      drawn = false;
    }
  }
}
