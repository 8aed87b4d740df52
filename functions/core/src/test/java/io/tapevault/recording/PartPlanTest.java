package io.tapevault.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.recording.UploadTickets.Upload;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PartPlanTest {

  private static final long MIB = 1L << 20;
  private static final PartPlan PLAN = PartPlan.DEFAULT;

  @Test
  void one_put_takes_what_is_below_64_mib() {
    assertTrue(PLAN.goesInOnePut(64 * MIB - 1));
    assertFalse(PLAN.goesInOnePut(64 * MIB));
  }

  @Test
  void a_part_has_16_mib_until_10_000_are_not_enough() {
    assertEquals(16 * MIB, PLAN.partSize(64 * MIB));
    assertEquals(16 * MIB, PLAN.partSize(160_000 * MIB));
    assertEquals(32 * MIB, PLAN.partSize(160_000 * MIB + 1));
  }

  @ParameterizedTest
  @ValueSource(
      longs = {1, 64 << 20, (64 << 20) + 1, 20L << 30, 160_000L << 20, 7L << 40, Upload.MAX_SIZE})
  void the_parts_are_the_whole_and_within_the_limits_of_s3(long size) {
    int parts = PLAN.parts(size);
    long sum = 0;
    for (int number = 1; number <= parts; number++) {
      long part = PLAN.sizeOf(number, size);
      assertTrue(part > 0 && part <= 5L << 30 && (number == parts || part >= 5 * MIB));
      sum += part;
    }
    assertEquals(size, sum);
    assertTrue(parts <= 10_000, () -> parts + " parts");
    assertEquals(0, PLAN.sizeOf(0, size));
    assertEquals(0, PLAN.sizeOf(parts + 1, size));
  }

  @Test
  void what_is_missing_is_told_in_ranges() {
    long size = 16 * MIB * 9 + 1;
    assertEquals("1–10", PLAN.missing(List.of(), size));
    assertEquals("2, 4–9", PLAN.missing(List.of(10, 3, 1), size));
    assertEquals("", PLAN.missing(List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10), size));
  }
}
