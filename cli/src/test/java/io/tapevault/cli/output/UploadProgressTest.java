package io.tapevault.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tapevault.node.health.Progress;
import io.tapevault.node.health.Report;
import io.tapevault.node.recordings.Uploads.Upload;
import io.tapevault.recording.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class UploadProgressTest {

  private static final Instant BEGIN = Instant.parse("2026-11-25T12:00:00Z");

  @Test
  void rate_and_time_left_are_told() {
    assertEquals(
        "recordings: 3 wait (2.0 GB), 2 under way, 5.0 MB/s, 6 min left",
        UploadProgress.line(report(0, 0, 0), report(10, 3, 50_000_000)));
    assertEquals(
        "recordings: 3 wait (2.0 GB), 2 under way, 0.0 kB/s",
        UploadProgress.line(report(0, 0, 50), report(10, 3, 50)));
  }

  @Test
  void nothing_is_told_where_nothing_waits() {
    assertEquals("", UploadProgress.line(report(0, 1, 0), report(10, 0, 50_000_000)));
  }

  @Test
  void where_nothing_is_under_way_it_is_told_why() {
    Progress waits =
        new Progress(
            3,
            2_000_000,
            Optional.of(new Progress.Oldest(BEGIN.minusSeconds(30), "the vault answers 503")),
            0,
            0,
            Optional.empty());
    Report now =
        new Report(
            "n",
            BEGIN,
            Duration.ZERO,
            new TreeMap<>(Map.of("recordings", waits)),
            new Report.Traffic(0, 0, List.of()));
    assertEquals(
        "recordings: 3 wait (2.0 MB), 0 under way, 0.0 kB/s; the oldest for 30 s: the vault answers"
            + " 503",
        UploadProgress.line(now, now));
    // What was sent until a moment ago says nothing of when the rest goes.
    assertEquals(
        "recordings: 3 wait (2.0 MB), 0 under way, 0.1 kB/s; the oldest for 30 s: the vault answers"
            + " 503",
        UploadProgress.line(report(-10, 3, -1000), now));
  }

  @Test
  void a_bar_shows_how_much_of_what_is_under_way_was_sent() {
    SessionId sid = new SessionId("s");
    assertEquals(
        "[=====               ] 25%  ",
        UploadProgress.bar(
            List.of(new Upload(sid, 150, 50, BEGIN), new Upload(sid, 50, 0, BEGIN))));
    assertEquals("", UploadProgress.bar(List.of()));
  }

  private static Report report(long second, long pending, long sent) {
    Progress recordings =
        new Progress(pending, 2_000_000_000, Optional.empty(), 0, 0, Optional.empty());
    return new Report(
        "n",
        BEGIN.plusSeconds(second),
        Duration.ZERO,
        new TreeMap<>(Map.of("recordings", recordings)),
        new Report.Traffic(2, sent, List.of()));
  }
}
