package io.tapevault.siem.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/// A text in parts that a SIEM can hold.
public final class Parts {

  private Parts() {}

  /// One at least, each of at most so many bytes of UTF-8, cut between characters.
  public static List<String> of(String text, int most) {
    byte[] bytes = text.getBytes(UTF_8);
    if (bytes.length <= most) {
      return List.of(text);
    }
    List<String> parts = new ArrayList<>();
    int from = 0;
    while (from < bytes.length) {
      int to = Math.min(bytes.length, from + most);
      while (to < bytes.length && (bytes[to] & 0xc0) == 0x80) {
        to--;
      }
      parts.add(new String(bytes, from, to - from, UTF_8));
      from = to;
    }
    return parts;
  }
}
