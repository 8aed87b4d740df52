package io.tapevault.recording;

import io.tapevault.recording.Verdict.Status;

/// How many bytes one recording may unpack to while it is read. A megabyte of gzip can hold a
/// gigabyte, and whoever reads it pays for that.
public final class UnpackLimit {

  // What a terminal shows shrinks to a tenth; 64 leaves room for the dull, and the rest for short
  // recordings of `yes`.
  private static final long ALWAYS = 64L << 20;
  private static final long TIMES = 64;
  private static final long MOST = 4L << 30;

  private final long most;
  private long taken;

  private UnpackLimit(long most) {
    this.most = most;
  }

  /// 64 MiB and 64 times its own size, but at most 4 GiB.
  public static UnpackLimit of(RecordingSource source) {
    return new UnpackLimit(Math.min(MOST, ALWAYS + TIMES * Math.min(source.size(), MOST)));
  }

  void take(int bytes) throws Damaged {
    taken += bytes;
    if (taken > most) {
      throw new Damaged(
          Status.TOO_LARGE, "it unpacks to more than the " + most + " bytes that are converted");
    }
  }
}
