package io.tapevault.samples;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// JSON values, and any of the ways to spell them.
public final class RandomJson {

  private static final String[] TEXTS = {
    "",
    "a",
    "addr.local",
    "Ключ",
    "\u20ac",
    "\ud83d\ude00",
    "\ufb33",
    "\r",
    "\"\\/",
    "\b\f\n\r\t",
    "\u0000\u001f\u007f\u0080",
    "\u2028",
    "\uffff"
  };
  private static final String[] BLANKS = {"", "", "", " ", "\t", "\n", "\r\n"};
  private static final String SHORT_ESCAPES = "\"\\/\b\f\n\r\t";

  private final Random random;

  public RandomJson(long seed) {
    this.random = new Random(seed);
  }

  public Map<String, Object> object(int depth) {
    Map<String, Object> members = new LinkedHashMap<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      members.put(text(), value(depth - 1));
    }
    return members;
  }

  public Object value(int depth) {
    return switch (random.nextInt(depth > 0 ? 6 : 4)) {
      case 0 -> text();
      case 1 -> number();
      case 2 -> random.nextBoolean();
      case 3 -> Nothing.NULL;
      case 4 -> object(depth);
      default -> list(depth);
    };
  }

  private List<Object> list(int depth) {
    List<Object> values = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      values.add(value(depth - 1));
    }
    return values;
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(3); i >= 0; i--) {
      text.append(TEXTS[random.nextInt(TEXTS.length)]);
    }
    return text.toString();
  }

  /// Any that a double holds: as the shortest decimal that reads back as it.
  private BigDecimal number() {
    double value =
        switch (random.nextInt(4)) {
          case 0 -> random.nextInt(-20, 20);
          case 1 -> random.nextLong(-(1L << 53), 1L << 53);
          case 2 -> random.nextInt(-100_000, 100_000) / 1000.0;
          default -> Double.longBitsToDouble(random.nextLong());
        };
    return new BigDecimal(
        Double.toString(
            Double.isFinite(value) && (value == 0 || Math.abs(value) >= Double.MIN_NORMAL)
                ? value
                : 0.5));
  }

  public String spell(Object value) {
    StringBuilder out = new StringBuilder();
    spell(value, out);
    return out.toString();
  }

  private void spell(Object value, StringBuilder out) {
    blank(out);
    switch (value) {
      case Map<?, ?> object -> {
        List<Map.Entry<?, ?>> members = new ArrayList<>(object.entrySet());
        Collections.shuffle(members, random);
        out.append('{');
        String comma = "";
        for (Map.Entry<?, ?> member : members) {
          out.append(comma);
          spell(member.getKey(), out);
          out.append(':');
          spell(member.getValue(), out);
          comma = ",";
        }
        out.append('}');
      }
      case List<?> list -> {
        out.append('[');
        String comma = "";
        for (Object element : list) {
          out.append(comma);
          spell(element, out);
          comma = ",";
        }
        out.append(']');
      }
      case String text -> spellText(text, out);
      case BigDecimal number -> out.append(spelled(number));
      default -> out.append(value);
    }
    blank(out);
  }

  private String spelled(BigDecimal number) {
    return switch (random.nextInt(3)) {
      case 0 -> number.toString();
      case 1 -> number.stripTrailingZeros().toString().replace("E+", "e");
      default -> Math.abs(number.scale()) < 30 ? number.toPlainString() : number.toString();
    };
  }

  private void spellText(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)) {
        String pair = text.substring(i, ++i + 1);
        out.append(
            random.nextBoolean()
                ? pair
                : String.format("\\u%04x\\u%04X", (int) c, (int) pair.charAt(1)));
        continue;
      }
      int escape = SHORT_ESCAPES.indexOf(c);
      if (random.nextInt(8) == 0) {
        out.append(String.format("\\u%04" + (random.nextBoolean() ? "x" : "X"), (int) c));
      } else if (escape >= 0 && (c != '/' || random.nextBoolean())) {
        out.append('\\').append("\"\\/bfnrt".charAt(escape));
      } else if (c < 0x20) {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }

  private void blank(StringBuilder out) {
    out.append(BLANKS[random.nextInt(BLANKS.length)]);
  }

  private enum Nothing {
    NULL;

    @Override
    public String toString() {
      return "null";
    }
  }
}
