package io.tapevault.forwarding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

  private static final Instant NOW = Instant.parse("2026-11-22T14:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | 1",
        "7 | 7",
        "' 3 ' | 3",
        "3601 | 3601",
        "99999999999999999999 | 999999999",
        "Sun, 22 Nov 2026 14:01:30 GMT | 90",
        "Sunday, 22-Nov-26 14:01:30 GMT | 90",
        "Sun Nov 22 14:01:30 2026 | 90",
        "Tue Dec  1 14:00:00 2026 | 777600"
      })
  void seconds_and_the_three_dates_of_http_are_read(String value, int seconds) {
    assertEquals(Optional.of(Duration.ofSeconds(seconds)), RetryAfter.parse(value, NOW));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "soon",
        "-5",
        "1.5",
        "1e3",
        "1000abc",
        "Sun, 22 Nov 2026 13:00:00 GMT",
        "Sunday, 22-Nov-76 14:01:30 GMT"
      })
  void what_cannot_be_read_or_lies_in_the_past_says_nothing(String value) {
    assertEquals(Optional.empty(), RetryAfter.parse(value, NOW));
  }
}
