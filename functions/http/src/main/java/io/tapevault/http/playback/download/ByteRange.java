package io.tapevault.http.playback.download;

import io.tapevault.http.HttpRequest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which bytes of a body a request asks for (RFC 9110, 14).
public sealed interface ByteRange {

  /// All of them: no range, several, or one that is none, which may be ignored.
  record All() implements ByteRange {}

  /// From the one to the other, both included.
  record Part(long first, long last) implements ByteRange {
    public long length() {
      return last - first + 1;
    }
  }

  /// There is nothing at that place.
  record Nowhere() implements ByteRange {}

  Pattern ONE = Pattern.compile("bytes=[ \\t]*(\\d*)-(\\d*)[ \\t]*", Pattern.CASE_INSENSITIVE);

  /// Of a body of this size and with this strong ETag; `If-Range` holds another one where what the
  /// asker has a part of is another body.
  static ByteRange of(HttpRequest request, long size, String etag) {
    String range = request.header("range").orElse("");
    boolean same = request.header("if-range").map(String::strip).map(etag::equals).orElse(true);
    Matcher one = ONE.matcher(range);
    if (!same || !one.matches() || (one.group(1) + one.group(2)).isEmpty()) {
      return new All();
    }
    return one.group(1).isEmpty()
        ? last(number(one.group(2)), size)
        : from(number(one.group(1)), one.group(2), size);
  }

  private static ByteRange last(long length, long size) {
    return length == 0 || size == 0
        ? new Nowhere()
        : new Part(Math.max(0, size - length), size - 1);
  }

  private static ByteRange from(long first, String last, long size) {
    long end = last.isEmpty() ? Long.MAX_VALUE : number(last);
    if (end < first) {
      return new All();
    }
    return first >= size ? new Nowhere() : new Part(first, Math.min(end, size - 1));
  }

  private static long number(String digits) {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      // It has more digits than any size.
      return Long.MAX_VALUE;
    }
  }
}
