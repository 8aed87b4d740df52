package io.tapevault.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RetentionTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void where_nothing_can_be_removed_for_longer_that_counts() {
    Retention month = new Retention.For(Duration.ofDays(30));
    assertEquals(
        new Retention.For(Duration.ofDays(31)), Retention.atLeast(month, Duration.ofDays(31)));
    assertEquals(month, Retention.atLeast(month, Duration.ofDays(30)));
    assertEquals(month, Retention.atLeast(month, Duration.ZERO));
    Retention forever = new Retention.Forever();
    assertEquals(forever, Retention.atLeast(forever, Duration.ofDays(31)));
  }

  @Test
  void what_is_written_expires_its_retention_later() {
    assertEquals(new Retention.For(Duration.ofDays(30)), Retention.parse("30d"));
    assertEquals(
        Optional.of(Instant.parse("2026-03-31T12:00:00Z")), Retention.parse("30d").expiry(NOON));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0s", "0d"})
  void nought_is_the_default_of_a_year(String text) {
    assertEquals(Retention.DEFAULT, Retention.parse(text));
    assertEquals(
        Optional.of(Instant.parse("2027-03-01T12:00:00Z")), Retention.parse(text).expiry(NOON));
  }

  @Test
  void forever_never_expires() {
    assertEquals(Optional.empty(), Retention.parse("forever").expiry(NOON));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Forever", "never", "-1", "365", "1y"})
  void anything_else_is_refused(String text) {
    assertThrows(IllegalArgumentException.class, () -> Retention.parse(text));
  }
}
