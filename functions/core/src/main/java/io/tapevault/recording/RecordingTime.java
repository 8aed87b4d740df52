package io.tapevault.recording;

import java.util.Locale;

/// A moment of a recording, as people read it: `1:02:03.500` since its begin.
public final class RecordingTime {

  private RecordingTime() {}

  public static String text(long millis) {
    return String.format(
        Locale.ROOT,
        "%d:%02d:%02d.%03d",
        millis / 3_600_000,
        millis / 60_000 % 60,
        millis / 1_000 % 60,
        millis % 1_000);
  }
}
