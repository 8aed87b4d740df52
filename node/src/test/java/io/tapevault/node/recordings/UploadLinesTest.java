package io.tapevault.node.recordings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tapevault.node.health.Progress;
import io.tapevault.node.recordings.Uploads.Upload;
import io.tapevault.recording.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class UploadLinesTest {

  private static final Instant SINCE = Instant.parse("2026-11-01T00:00:00Z");
  private static final Progress PROGRESS =
      new Progress(3, 1_500_000, Optional.of(SINCE), 12, 1, Optional.empty());

  @Test
  void a_bar_says_how_far_how_fast_and_how_long_still() {
    Upload upload = new Upload(new SessionId(Bench.SID), 200_000_000, 50_000_000, SINCE);
    assertEquals(
        List.of(
            Bench.SID + " [=====               ]  25%  200 MB  5.0 MB/s  0m30s left",
            "12 uploaded, 3 waiting (1.5 MB), 1 in quarantine"),
        UploadLines.bars(List.of(upload), PROGRESS, SINCE.plusSeconds(10)));
  }

  @Test
  void nothing_is_divided_by_nothing() {
    Upload begun = new Upload(new SessionId("x"), 0, 0, SINCE);
    assertEquals(
        "x                                    [                    ]   0%  0 B  0 B/s  waits",
        UploadLines.bars(List.of(begun), PROGRESS, SINCE).getFirst());
  }

  @Test
  void a_minute_is_one_line() {
    assertEquals(
        "12 uploaded, 3 waiting (1.5 MB), 1 in quarantine; 60.0 KB/s, 0m25s left",
        UploadLines.line(PROGRESS, 3_600_000, Duration.ofMinutes(1)));
    assertEquals(
        "0 uploaded, 0 waiting (0 B); 0 B/s",
        UploadLines.line(Progress.NONE, 0, Duration.ofMinutes(1)));
  }

  @Test
  void sizes_have_at_most_three_digits() {
    assertEquals("999 B", UploadLines.bytes(999));
    assertEquals("1.0 KB", UploadLines.bytes(1000));
    assertEquals("99.9 KB", UploadLines.bytes(99_900));
    assertEquals("100 KB", UploadLines.bytes(99_960));
    assertEquals("1.0 MB", UploadLines.bytes(999_600));
    assertEquals("9.2 EB", UploadLines.bytes(Long.MAX_VALUE));
  }
}
