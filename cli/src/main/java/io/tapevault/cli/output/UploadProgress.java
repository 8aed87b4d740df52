package io.tapevault.cli.output;

import io.tapevault.node.Node;
import io.tapevault.node.health.Progress;
import io.tapevault.node.health.Report;
import io.tapevault.node.recordings.Uploads.Upload;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// How far a node's uploads are, with rate and time left: a bar and a line that are drawn anew in a
/// terminal, a line a minute elsewhere, and none while nothing waits.
public final class UploadProgress {

  private static final String CLEAR = "\r\u001b[K";
  private static final int BAR = 20;

  private final Node node;
  private final PrintWriter out;
  private final boolean terminal = Output.isTerminal();
  private boolean drawn;

  public UploadProgress(Node node, PrintWriter out) {
    this.node = node;
    this.out = out;
  }

  /// Until the thread is interrupted.
  public void run() {
    Duration every = terminal ? Duration.ofSeconds(1) : Duration.ofMinutes(1);
    try {
      Report before = node.report();
      while (true) {
        Thread.sleep(every);
        Report now = node.report();
        show(before, now);
        before = now;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void show(Report before, Report now) {
    String line = line(before, now);
    synchronized (out) {
      if (terminal) {
        String shown = line.isEmpty() ? "" : bar(node.uploads()) + line;
        System.out.print(drawn || !shown.isEmpty() ? CLEAR + shown : "");
        System.out.flush();
        drawn = !line.isEmpty();
      } else if (!line.isEmpty()) {
        out.println(line);
        out.flush();
      }
    }
  }

  /// How much of all that is under way has been sent; nothing where nothing is.
  static String bar(List<Upload> uploads) {
    double size = uploads.stream().mapToDouble(Upload::size).sum();
    double done = uploads.stream().mapToDouble(Upload::done).sum();
    return bar(done, size);
  }

  static String bar(double done, double size) {
    if (size == 0) {
      return "";
    }
    int full = (int) (Math.min(1, done / size) * BAR);
    return String.format(
        Locale.ROOT,
        "[%s%s] %d%%  ",
        "=".repeat(full),
        " ".repeat(BAR - full),
        (int) (Math.min(1, done / size) * 100));
  }

  /// Nothing where no recording waits.
  static String line(Report before, Report now) {
    Progress recordings = now.parts().getOrDefault("recordings", Progress.NONE);
    if (recordings.pending() == 0) {
      return "";
    }
    double seconds =
        Math.max(0.001, Duration.between(before.time(), now.time()).toMillis() / 1000.0);
    double rate = Math.max(0, now.traffic().sentBytes() - before.traffic().sentBytes()) / seconds;
    String left =
        rate < 1 || now.traffic().uploads() == 0
            ? ""
            : ", " + duration(Math.round(recordings.pendingBytes() / rate)) + " left";
    return String.format(
            Locale.ROOT,
            "recordings: %d wait (%s), %d under way, %s/s%s",
            recordings.pending(),
            bytes(recordings.pendingBytes()),
            now.traffic().uploads(),
            bytes(Math.round(rate)),
            left)
        + why(recordings, now);
  }

  private static String why(Progress recordings, Report now) {
    return recordings
        .oldest()
        .filter(oldest -> now.traffic().uploads() == 0)
        .map(oldest ->
            "; the oldest for "
                + duration(Duration.between(oldest.since(), now.time()).toSeconds())
                + ": "
                + oldest.why())
        .orElse("");
  }

  static String bytes(long bytes) {
    if (bytes >= 1_000_000_000) {
      return String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }
    return bytes >= 1_000_000
        ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
        : String.format(Locale.ROOT, "%.1f kB", bytes / 1e3);
  }

  static String duration(long seconds) {
    return seconds < 60
        ? seconds + " s"
        : seconds < 3600
            ? seconds / 60 + " min"
            : seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
  }
}
