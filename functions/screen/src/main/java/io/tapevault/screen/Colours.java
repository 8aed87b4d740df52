package io.tapevault.screen;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Colours of a session, each under a number of 12 bits that stands for it in a cell: the emulator
/// keeps no more of a colour. One of the palette, and one of 24 bits, stay what they were.
final class Colours {

  /// The terminal's own.
  static final int OWN = -1;

  // Added to the number of a colour of the palette.
  private static final int PALETTE = 0x1000000;
  private static final int EXACT = 3_000;
  private static final int[] FIRST = {
    0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5,
    0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff
  };

  private final Map<Integer, Integer> aliases = new HashMap<>();
  private final List<Integer> known = new ArrayList<>();

  /// The n-th of the palette's 256.
  static int palette(int n) {
    return PALETTE | n;
  }

  /// What stands for it in a cell.
  int alias(int colour) {
    Integer alias = aliases.get(colour);
    if (alias == null && known.size() >= EXACT && colour < PALETTE) {
      // 8 steps of each: so many there is room for.
      return reduced(colour & 0xe0e0e0);
    }
    return alias == null ? add(colour) : alias;
  }

  private int reduced(int colour) {
    Integer alias = aliases.get(colour);
    return alias == null ? add(colour) : alias;
  }

  private int add(int colour) {
    known.add(colour);
    aliases.put(colour, known.size() - 1);
    return known.size() - 1;
  }

  /// What a cell's number stands for.
  int read(int alias) {
    return alias < known.size() ? known.get(alias) : OWN;
  }

  static boolean isPalette(int colour) {
    return colour >= PALETTE;
  }

  static int number(int colour) {
    return colour & 0xff;
  }

  /// 24 bits of it, as xterm has them.
  static int rgb(int colour) {
    if (!isPalette(colour)) {
      return colour;
    }
    int n = number(colour);
    if (n < FIRST.length) {
      return FIRST[n];
    }
    if (n >= 232) {
      return (8 + (n - 232) * 10) * 0x010101;
    }
    int cube = n - 16;
    return level(cube / 36) << 16 | level(cube / 6 % 6) << 8 | level(cube % 6);
  }

  private static int level(int step) {
    return step == 0 ? 0 : 55 + 40 * step;
  }
}
