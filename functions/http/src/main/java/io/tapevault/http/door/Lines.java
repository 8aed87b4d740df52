package io.tapevault.http.door;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// The lines of a body that are not blank; one above the limit, no more.
public final class Lines {

  private Lines() {}

  public static List<ByteBuffer> of(byte[] body) {
    List<ByteBuffer> lines = new ArrayList<>();
    for (int start = 0; start < body.length && lines.size() <= Door.MOST_EVENTS; ) {
      int end = start;
      while (end < body.length && body[end] != '\n') {
        end++;
      }
      int last = end > start && body[end - 1] == '\r' ? end - 1 : end;
      if (!Splitter.blank(body, start, last)) {
        lines.add(ByteBuffer.wrap(body, start, last - start));
      }
      start = end + 1;
    }
    return lines;
  }
}
