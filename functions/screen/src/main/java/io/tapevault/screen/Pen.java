package io.tapevault.screen;

/// How a terminal writes the next character: two [colours][Colours], and attributes by their
/// numbers in SGR, 1 to 9, a bit each.
record Pen(int foreground, int background, int attributes) {

  static final Pen PLAIN = new Pen(Colours.OWN, Colours.OWN, 0);

  private static final int MOST = 9;

  /// How a colour is spelled.
  private interface Spelling {
    String of(int base, int colour);
  }

  /// After SGR with these parameters.
  Pen after(String parameters) {
    String[] parts = parameters.split(";", -1);
    Pen pen = this;
    for (int i = 0; i < parts.length; i++) {
      String[] sub = parts[i].split(":", -1);
      int code = number(sub[0]);
      if (code == 38 || code == 48) {
        boolean apart = sub.length == 1;
        int kind = apart ? at(parts, i + 1) : at(sub, 1);
        // Between colons there may be a colour space before the colour.
        int from = apart ? i + 2 : sub.length > 5 ? 3 : 2;
        int colour = colour(kind, apart ? parts : sub, from);
        i += !apart ? 0 : kind == 5 ? 2 : kind == 2 ? 4 : 1;
        pen = colour == Colours.OWN ? pen : pen.coloured(code, colour);
      } else {
        pen = pen.after(code, sub);
      }
    }
    return pen;
  }

  private Pen after(int code, String[] sub) {
    if (code >= 1 && code <= MOST) {
      return code == 4 && at(sub, 1) == 0 && sub.length > 1 ? without(4) : with(code);
    }
    return switch (code) {
      case 0 -> PLAIN;
      case 21 -> with(4);
      case 22 -> without(1).without(2);
      case 25 -> without(5).without(6);
      case 23, 24, 27, 28, 29 -> without(code - 20);
      case 39 -> coloured(38, Colours.OWN);
      case 49 -> coloured(48, Colours.OWN);
      default -> {
        if (code >= 30 && code <= 37) {
          yield coloured(38, Colours.palette(code - 30));
        } else if (code >= 40 && code <= 47) {
          yield coloured(48, Colours.palette(code - 40));
        } else if (code >= 90 && code <= 97) {
          yield coloured(38, Colours.palette(code - 82));
        } else if (code >= 100 && code <= 107) {
          yield coloured(48, Colours.palette(code - 92));
        }
        yield this;
      }
    };
  }

  private Pen coloured(int code, int colour) {
    return code == 38
        ? new Pen(colour, background, attributes)
        : new Pen(foreground, colour, attributes);
  }

  private Pen with(int attribute) {
    return new Pen(foreground, background, attributes | 1 << attribute);
  }

  private Pen without(int attribute) {
    return new Pen(foreground, background, attributes & ~(1 << attribute));
  }

  private static int colour(int kind, String[] parts, int from) {
    if (kind == 5) {
      return Colours.palette(at(parts, from) & 0xff);
    }
    return kind == 2
        ? (at(parts, from) & 0xff) << 16
            | (at(parts, from + 1) & 0xff) << 8
            | (at(parts, from + 2) & 0xff)
        : Colours.OWN;
  }

  private static int at(String[] parts, int index) {
    return index < parts.length ? number(parts[index]) : 0;
  }

  // What is no number has no meaning; what has none is 0.
  private static int number(String text) {
    if (text.isEmpty()) {
      return 0;
    }
    boolean isNumber = text.length() < 6 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    return isNumber ? Integer.parseInt(text) : Integer.MAX_VALUE;
  }

  /// SGR that makes any pen this one.
  String sequence() {
    return sequence((base, colour) ->
        Colours.isPalette(colour)
            ? base + ";5;" + Colours.number(colour)
            : base + ";2;" + (colour >> 16) + ';' + (colour >> 8 & 0xff) + ';' + (colour & 0xff));
  }

  /// The same for the emulator, with what stands for the colours.
  String sequence(Colours colours) {
    return sequence((base, colour) -> {
      int alias = colours.alias(colour);
      return base
          + ";2;"
          + (alias >> 8) * 17
          + ';'
          + (alias >> 4 & 15) * 17
          + ';'
          + (alias & 15) * 17;
    });
  }

  private String sequence(Spelling spelling) {
    StringBuilder sgr = new StringBuilder("\u001b[0");
    for (int code = 1; code <= MOST; code++) {
      if ((attributes & 1 << code) != 0) {
        sgr.append(';').append(code);
      }
    }
    if (foreground != Colours.OWN) {
      sgr.append(';').append(spelling.of(38, foreground));
    }
    if (background != Colours.OWN) {
      sgr.append(';').append(spelling.of(48, background));
    }
    return sgr.append('m').toString();
  }
}
