package io.tapevault.http.door;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Finds where the events of a body begin and end, by its quotes, brackets and commas alone: one
/// that is not JSON does not spoil the others, and nothing is held but where they are. What is in
/// them is looked at one by one, later.
public final class Splitter {

  private final byte[] body;
  private final int most;
  private final List<ByteBuffer> values = new ArrayList<>();

  private Splitter(byte[] body, int most) {
    this.body = body;
    this.most = most;
  }

  /// The values, and where the body stops to be such a list; -1 where it is one. No more than one
  /// value above the limit is looked for.
  public record Split(List<ByteBuffer> values, int brokenAt) {
    public boolean whole() {
      return brokenAt < 0;
    }
  }

  /// The elements of an array where it begins as one, else objects one after another.
  public static Split values(byte[] body, int most) {
    int first = firstOf(body);
    return first < body.length && body[first] == '[' ? elements(body, most) : objects(body, most);
  }

  /// Where it begins, behind blanks; its length where there is nothing else.
  public static int firstOf(byte[] body) {
    return new Splitter(body, 0).behindBlanks(0);
  }

  /// Objects one after another, whatever blanks are between.
  public static Split objects(byte[] body, int most) {
    Splitter splitter = new Splitter(body, most);
    return new Split(splitter.values, splitter.objects());
  }

  /// The elements of an array.
  public static Split elements(byte[] body, int most) {
    Splitter splitter = new Splitter(body, most);
    return new Split(splitter.values, splitter.elements());
  }

  private int objects() {
    for (int at = behindBlanks(0); at < body.length; ) {
      int end = body[at] == '{' ? endOfObject(at) : -1;
      if (end < 0) {
        return at;
      }
      if (add(at, end)) {
        return -1;
      }
      at = behindBlanks(end);
    }
    return -1;
  }

  /// Behind the object that begins here; -1 where it does not end, or a text has a line end in it:
  /// then it is a line that is not whole.
  private int endOfObject(int start) {
    int depth = 0;
    for (int i = start; i < body.length; i++) {
      switch (body[i]) {
        case '"' -> {
          int end = endOfText(i);
          if (hasLineEnd(i, end)) {
            return -1;
          }
          i = end;
        }
        case '[', '{' -> depth++;
        case ']', '}' -> depth--;
        default -> {}
      }
      if (depth == 0) {
        return i + 1;
      }
    }
    return -1;
  }

  private boolean hasLineEnd(int start, int end) {
    for (int i = start; i < Math.min(end, body.length); i++) {
      if (body[i] == '\n') {
        return true;
      }
    }
    return false;
  }

  private int elements() {
    int depth = 1;
    int open = behindBlanks(0);
    int from = open + 1;
    for (int i = from; i < body.length; i++) {
      switch (body[i]) {
        case '"' -> i = endOfText(i);
        case '[', '{' -> depth++;
        case ']', '}' -> depth--;
        default -> {}
      }
      boolean comma = depth == 1 && i < body.length && body[i] == ',';
      if (comma || depth == 0) {
        if (blank(body, from, i)) {
          return values.isEmpty() && !comma ? afterArray(i) : i;
        }
        if (add(from, i)) {
          return -1;
        }
        from = i + 1;
      }
      if (depth == 0) {
        return afterArray(i);
      }
    }
    return open;
  }

  private int afterArray(int end) {
    int behind = behindBlanks(end + 1);
    return body[end] != ']' ? end : behind == body.length ? -1 : behind;
  }

  private int endOfText(int quote) {
    int end = quote + 1;
    while (end < body.length && body[end] != '"') {
      end += body[end] == '\\' ? 2 : 1;
    }
    return end;
  }

  /// Whether these are more than are looked for.
  private boolean add(int start, int end) {
    int first = behindBlanks(start);
    int last = end;
    while (blank(body, last - 1, last)) {
      last--;
    }
    values.add(ByteBuffer.wrap(body, first, last - first));
    return values.size() > most;
  }

  private int behindBlanks(int start) {
    int at = start;
    while (at < body.length && blank(body, at, at + 1)) {
      at++;
    }
    return at;
  }

  public static boolean blank(byte[] body, int start, int end) {
    for (int i = start; i < end; i++) {
      if (body[i] > ' ' || body[i] < 0) {
        return false;
      }
    }
    return true;
  }
}
