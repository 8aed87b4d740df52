package io.tapevault.screen;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Characters of several code points, each under one code point that stands for it in a cell: an
/// emulator's cell holds just one. Those code points are of no script, and as wide as what they
/// stand for; where a session prints one of them itself, it too gets another.
final class Glyphs {

  private static final int NARROW = 0xF0000;
  private static final int WIDE = 0x30000;
  // Per width. What comes after that many different ones is shown by its first code point.
  private static final int MOST = 0xE000;

  private final Map<String, Integer> known = new HashMap<>();
  private final List<String> narrow = new ArrayList<>();
  private final List<String> wide = new ArrayList<>();

  /// What to write for `cluster`.
  int write(String cluster, boolean isWide) {
    int first = cluster.codePointAt(0);
    if (cluster.length() == Character.charCount(first) && !isReserved(first)) {
      return first;
    }
    List<String> ofWidth = isWide ? wide : narrow;
    Integer alias = known.get(cluster);
    if (alias == null && ofWidth.size() < MOST) {
      alias = (isWide ? WIDE : NARROW) + ofWidth.size();
      ofWidth.add(cluster);
      known.put(cluster, alias);
    }
    return alias == null ? isReserved(first) ? '?' : first : alias;
  }

  /// What a cell's code point stands for.
  String read(int codePoint) {
    if (codePoint >= NARROW && codePoint < NARROW + narrow.size()) {
      return narrow.get(codePoint - NARROW);
    }
    if (codePoint >= WIDE && codePoint < WIDE + wide.size()) {
      return wide.get(codePoint - WIDE);
    }
    return codePoint == 0 ? "" : Character.toString(codePoint);
  }

  private static boolean isReserved(int codePoint) {
    return (codePoint >= NARROW && codePoint < NARROW + MOST)
        || (codePoint >= WIDE && codePoint < WIDE + MOST);
  }
}
