package io.tapevault.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DurationsTest {

  @ParameterizedTest
  @CsvSource({
    "0s, PT0S",
    "30s, PT30S",
    "5m, PT5M",
    "24h, PT24H",
    "365d, P365D",
    "007d, P7D",
    "999999999s, PT999999999S",
    "999999999d, P999999999D"
  })
  void a_duration_is_a_number_and_a_unit(String text, Duration duration) {
    assertEquals(duration, Durations.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "30",
        "s",
        "-1s",
        "+1s",
        "1.5h",
        "1h30m",
        "30 s",
        " 30s",
        "30s\n",
        "30S",
        "1w",
        "1ms",
        "1000000000s",
        "٣s",
        "P1D"
      })
  void anything_else_is_refused_with_an_example(String text) {
    assertEquals(
        "'" + text + "' is not a duration such as 30s, 5m, 24h or 365d",
        assertThrows(IllegalArgumentException.class, () -> Durations.parse(text)).getMessage());
  }
}
