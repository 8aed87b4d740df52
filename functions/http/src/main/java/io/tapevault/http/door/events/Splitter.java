package io.tapevault.http.door.events;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How a body is read to find where its events begin and end; what is in them is looked at one by
/// one, later.
final class Splitter {

  // Deeper than an event may be, so that one event that is too deep is refused alone.
  private static final int MAX_DEPTH = 1_000;

  static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private Splitter() {}

  /// The elements of an array, found by its quotes, brackets and commas alone, so that one that is
  /// not JSON does not spoil the others; empty where not even those are right. It looks for `most`
  /// elements.
  static Optional<List<ByteBuffer>> elements(byte[] body, int most) {
    int start = 0;
    while (start < body.length && blank(body, start, start + 1)) {
      start++;
    }
    if (start == body.length || body[start] != '[') {
      return Optional.empty();
    }
    List<ByteBuffer> elements = new ArrayList<>();
    int depth = 1;
    int from = start + 1;
    for (int i = from; i < body.length && elements.size() < most; i++) {
      switch (body[i]) {
        case '"' -> i = endOfText(body, i);
        case '[', '{' -> depth++;
        case ']', '}' -> depth--;
        default -> {}
      }
      if (depth == 0 || (depth == 1 && i < body.length && body[i] == ',')) {
        if (blank(body, from, i)) {
          return Optional.empty();
        }
        elements.add(trimmed(body, from, i));
        from = i + 1;
      }
      if (depth == 0) {
        return body[i] == ']' && blank(body, from, body.length)
            ? Optional.of(elements)
            : Optional.empty();
      }
    }
    return elements.size() == most ? Optional.of(elements) : Optional.empty();
  }

  private static int endOfText(byte[] body, int quote) {
    int end = quote + 1;
    while (end < body.length && body[end] != '"') {
      end += body[end] == '\\' ? 2 : 1;
    }
    return end;
  }

  private static ByteBuffer trimmed(byte[] body, int start, int end) {
    int first = start;
    int last = end;
    while (blank(body, first, first + 1)) {
      first++;
    }
    while (blank(body, last - 1, last)) {
      last--;
    }
    return ByteBuffer.wrap(body, first, last - first);
  }

  static boolean blank(byte[] body, int start, int end) {
    for (int i = start; i < end; i++) {
      if (body[i] > ' ' || body[i] < 0) {
        return false;
      }
    }
    return true;
  }
}
