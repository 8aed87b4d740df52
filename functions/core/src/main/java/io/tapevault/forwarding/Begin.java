package io.tapevault.forwarding;

import io.tapevault.json.EventTime;
import java.time.Instant;

/// Where a SIEM begins that is named for the first time.
public sealed interface Begin {

  /// With everything that is there.
  record Oldest() implements Begin {}

  /// With what is stored from then on.
  record Now() implements Begin {}

  /// With the first stored event that is of this time or later, and all that was stored after it.
  record At(Instant time) implements Begin {}

  /// Throws an [IllegalArgumentException].
  static Begin parse(String word) {
    return switch (word) {
      case "oldest" -> new Oldest();
      case "now" -> new Now();
      default ->
          new At(
              EventTime.parse(word)
                  .orElseThrow(() ->
                      new IllegalArgumentException(
                          "is none of oldest, now and a time such as 2026-03-01T00:00:00Z")));
    };
  }

  default String word() {
    return switch (this) {
      case Oldest oldest -> "oldest";
      case Now now -> "now";
      case At at -> at.time().toString();
    };
  }
}
