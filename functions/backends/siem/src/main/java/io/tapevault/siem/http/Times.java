package io.tapevault.siem.http;

import java.time.Instant;

/// Times that a SIEM can hold.
public final class Times {

  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

  private Times() {}

  /// The time itself, or another where its year has not four digits.
  public static Instant inYears1To9999(Instant time, Instant other) {
    return time.isBefore(FIRST) || !time.isBefore(END) ? other : time;
  }
}
