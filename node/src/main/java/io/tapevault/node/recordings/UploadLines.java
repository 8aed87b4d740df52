package io.tapevault.node.recordings;

import io.tapevault.node.health.Progress;
import io.tapevault.node.recordings.Uploads.Upload;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What a node shows of its uploads: a bar each in a terminal, one line elsewhere.
public final class UploadLines {

  private static final int BAR = 20;
  private static final int SHOWN = 8;
  private static final String[] UNITS = {"B", "KB", "MB", "GB", "TB", "PB", "EB"};

  private UploadLines() {}

  /// For each that is under way: how far, how fast, how long still; then those that wait.
  public static List<String> bars(List<Upload> uploads, Progress progress, Instant now) {
    List<String> lines = new ArrayList<>();
    for (Upload upload : uploads.subList(0, Math.min(SHOWN, uploads.size()))) {
      lines.add(bar(upload, now));
    }
    lines.add(waiting(progress));
    return lines;
  }

  private static String bar(Upload upload, Instant now) {
    long size = Math.max(1, upload.size());
    int full = (int) (Math.min(upload.done(), size) * (double) BAR / size);
    long millis = Math.max(1, Duration.between(upload.since(), now).toMillis());
    long rate = Math.round(upload.done() * 1000.0 / millis);
    return "%-36s [%s%s] %3d%%  %s  %s/s  %s"
        .formatted(
            upload.sid(),
            "=".repeat(full),
            " ".repeat(BAR - full),
            (int) (Math.min(upload.done(), size) * 100.0 / size),
            bytes(upload.size()),
            bytes(rate),
            left(size - upload.done(), rate));
  }

  /// For a minute in which so many bytes were sent.
  public static String line(Progress progress, long bytes, Duration time) {
    long rate = Math.round(bytes * 1000.0 / Math.max(1, time.toMillis()));
    String left = progress.pending() == 0 ? "" : ", " + left(progress.pendingBytes(), rate);
    return waiting(progress) + "; " + bytes(rate) + "/s" + left;
  }

  private static String waiting(Progress progress) {
    return "%d uploaded, %d waiting (%s)%s"
        .formatted(
            progress.confirmed(),
            progress.pending(),
            bytes(progress.pendingBytes()),
            progress.quarantined() == 0 ? "" : ", " + progress.quarantined() + " in quarantine");
  }

  private static String left(long bytes, long rate) {
    if (rate <= 0) {
      return "waits";
    }
    Duration left = Duration.ofSeconds(Math.max(0, bytes) / rate);
    return left.toHours() >= 1
        ? "%dh%02dm left".formatted(left.toHours(), left.toMinutesPart())
        : "%dm%02ds left".formatted(left.toMinutes(), left.toSecondsPart());
  }

  static String bytes(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 999.5 && unit < UNITS.length - 1) {
      value /= 1000;
      unit++;
    }
    return String.format(
        Locale.ROOT, unit == 0 || value >= 99.95 ? "%.0f %s" : "%.1f %s", value, UNITS[unit]);
  }
}
