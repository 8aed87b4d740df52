package io.tapevault.node.audit;

import java.time.Duration;

/// How much goes in a request, how long a line may be, how long a log has to be quiet until its
/// last line is taken for what it is, how often it is looked at, and how long a vault is left alone
/// that was not to be had once (after more times a minute at most).
public record Limits(
    int batchLines, int batchBytes, int lineBytes, Duration quiet, Duration poll, Duration again) {

  // The vault takes bodies of 16 MiB, unpacked.
  public static final Limits DEFAULT =
      new Limits(
          1000,
          1 << 20,
          (16 << 20) - 1,
          Duration.ofSeconds(30),
          Duration.ofMillis(500),
          Duration.ofSeconds(1));

  Limits times(double factor, Limits most) {
    return new Limits(
        (int) Math.clamp(batchLines * factor, 1, most.batchLines),
        (int) Math.clamp(batchBytes * factor, 1, most.batchBytes),
        lineBytes,
        quiet,
        poll,
        again);
  }
}
