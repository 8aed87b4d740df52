package io.tapevault.recording;

import java.util.ArrayList;
import java.util.List;

/// Up to which size a recording goes in one PUT, and into which parts a larger one is cut: all of
/// one size, but for the last, and never more of them than S3 takes.
public record PartPlan(long onePutBelow, long smallestPart) {

  public static final PartPlan DEFAULT = new PartPlan(64L << 20, 16L << 20);

  // The limits of S3.
  private static final int MOST_PARTS = 10_000;
  private static final long LARGEST_PART = 5L << 30;

  public boolean goesInOnePut(long size) {
    return size < onePutBelow;
  }

  public long partSize(long size) {
    long part = smallestPart;
    while (part < LARGEST_PART && (long) MOST_PARTS * part < size) {
      part = Math.min(2 * part, LARGEST_PART);
    }
    return part;
  }

  /// How many parts there are.
  public int parts(long size) {
    return (int) ((size - 1) / partSize(size)) + 1;
  }

  /// How many bytes a part has; 0 where there is no such part.
  public long sizeOf(int number, long size) {
    long part = partSize(size);
    return number < 1 || number > parts(size) ? 0 : Math.min(part, size - (number - 1) * part);
  }

  /// The parts that are missing, such as `2, 4–9`; empty where all are there.
  public String missing(List<Integer> there, long size) {
    List<String> ranges = new ArrayList<>();
    int expected = 1;
    for (int number : there.stream().distinct().sorted().toList()) {
      addRange(expected, number - 1, ranges);
      expected = number + 1;
    }
    addRange(expected, parts(size), ranges);
    return String.join(", ", ranges);
  }

  private static void addRange(int first, int last, List<String> ranges) {
    if (first < last) {
      ranges.add(first + "–" + last);
    } else if (first == last) {
      ranges.add(Integer.toString(first));
    }
  }
}
