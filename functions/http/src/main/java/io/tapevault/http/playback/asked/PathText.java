package io.tapevault.http.playback.asked;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;

/// A segment of a path, decoded.
public final class PathText {

  private PathText() {}

  /// As it is where it is not encoded rightly.
  public static String decoded(String segment) {
    try {
      // In a path a plus is a plus.
      return URLDecoder.decode(segment.replace("+", "%2B"), UTF_8);
    } catch (IllegalArgumentException e) {
      return segment;
    }
  }
}
