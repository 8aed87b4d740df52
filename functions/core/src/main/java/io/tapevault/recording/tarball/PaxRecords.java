package io.tapevault.recording.tarball;

import io.tapevault.recording.Damaged;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// The extended header of one entry: `<length> <key>=<value>\n`, again and again.
///
/// Go writes one where a number does not fit the old header, such as the uid of an account from a
/// directory.
record PaxRecords(Map<String, String> values) {

  static final PaxRecords NONE = new PaxRecords(Map.of());

  static PaxRecords parse(byte[] bytes) throws Damaged {
    Map<String, String> values = new HashMap<>();
    int at = 0;
    while (at < bytes.length) {
      int space = indexOf(bytes, ' ', at);
      int length = space < 0 ? 0 : decimal(bytes, at, space);
      int equals = indexOf(bytes, '=', at);
      int end = at + length;
      boolean inOrder = 0 <= space && space < equals && equals < end - 1 && end <= bytes.length;
      if (!inOrder || bytes[end - 1] != '\n') {
        throw Damaged.damaged("an extended header of the archive is malformed");
      }
      String key = new String(bytes, space + 1, equals - space - 1, StandardCharsets.UTF_8);
      values.put(key, new String(bytes, equals + 1, end - equals - 2, StandardCharsets.UTF_8));
      at = end;
    }
    return new PaxRecords(values);
  }

  /// What the entry is by both headers.
  TarHeader apply(TarHeader header) throws Damaged {
    for (String key : values.keySet()) {
      if (key.startsWith("GNU.sparse.")) {
        throw Damaged.damaged("the archive holds a sparse file, which no recording does");
      }
    }
    String size = values.getOrDefault("size", Long.toString(header.size()));
    if (!size.matches("\\d{1,18}")) {
      throw Damaged.damaged("an entry has a size that is none: " + Damaged.shown(size));
    }
    return new TarHeader(
        values.getOrDefault("path", header.name()), header.kind(), Long.parseLong(size));
  }

  private static int indexOf(byte[] bytes, char wanted, int from) {
    for (int i = from; i < bytes.length; i++) {
      if (bytes[i] == wanted) {
        return i;
      }
    }
    return -1;
  }

  private static int decimal(byte[] bytes, int from, int to) {
    String digits = new String(bytes, from, to - from, StandardCharsets.UTF_8);
    return digits.matches("\\d{1,6}") ? Integer.parseInt(digits) : 0;
  }
}
