package io.tapevault.aws.json;

import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/// Which answers are tried again, and when: those that AWS's guide of its SDKs names ("Retry
/// behavior"), with a pause between nothing and all of twice the last one.
final class Passing {

  private static final Set<Integer> STATUSES = Set.of(429, 500, 502, 503, 504);
  private static final Set<String> CODES =
      Set.of(
          "InternalError", "PriorRequestNotComplete", "RequestTimeout", "RequestTimeoutException");
  static final Set<String> THROTTLING =
      Set.of(
          "BandwidthLimitExceeded",
          "EC2ThrottledException",
          "ProvisionedThroughputExceededException",
          "RequestLimitExceeded",
          "RequestThrottled",
          "RequestThrottledException",
          "SlowDown",
          "ThrottledException",
          "Throttling",
          "ThrottlingException",
          "TooManyRequestsException",
          "TransactionInProgressException");
  private static final long PAUSE_MILLIS = 50;
  private static final long THROTTLED_MILLIS = 200;
  private static final long LONGEST_MILLIS = 5_000;

  private Passing() {}

  static boolean isThrottling(int status, String code) {
    return status == 429 || THROTTLING.contains(code);
  }

  static boolean mayPass(int status, String code) {
    return STATUSES.contains(status) || CODES.contains(code) || isThrottling(status, code);
  }

  /// In milliseconds, after so many tries.
  static long pause(int tries, boolean throttled) {
    long first = throttled ? THROTTLED_MILLIS : PAUSE_MILLIS;
    return ThreadLocalRandom.current().nextLong(Math.min(LONGEST_MILLIS, first << (tries - 1)) + 1);
  }
}
