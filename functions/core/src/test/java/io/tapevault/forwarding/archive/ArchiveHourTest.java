package io.tapevault.forwarding.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArchiveHourTest {

  @ParameterizedTest
  @CsvSource({
    "2026-11-25T13:59:59.999999999Z, dt=2026-11-25/hour=13/",
    "2026-11-25T00:00:00Z, dt=2026-11-25/hour=00/",
    "2014-12-31T23:59:59Z, dt=2015-01-01/hour=00/",
    "-1000000000-01-01T00:00:00Z, dt=2015-01-01/hour=00/",
    "9999-12-31T22:00:00Z, dt=9999-12-31/hour=22/",
    "+1000000000-12-31T23:59:59Z, dt=9999-12-31/hour=23/"
  })
  void every_time_has_a_folder(Instant time, String folder) {
    assertEquals(folder, ArchiveHour.folder(time));
  }
}
