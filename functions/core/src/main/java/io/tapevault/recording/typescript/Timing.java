package io.tapevault.recording.typescript;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.recording.Damaged;
import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A line of a timing file: `0.5 6`, or `O 0.5 6` with the kind of the entry before.
///
/// Kinds are `O` for output, `I` for what was typed, `S` for signals and `H` for what is to be
/// known of the session; the delay counts from the entry before, of whatever kind.
record Timing(char kind, long nanos, String rest) {

  private static final Pattern LINE =
      Pattern.compile("(?:([A-Z]) )?(\\d{1,10}(?:[.,]\\d{1,9})?)(?: (.*))?\\s*");

  static Timing parse(byte[] line) throws Damaged {
    Matcher matcher = LINE.matcher(new String(line, UTF_8));
    if (!matcher.matches()) {
      throw Damaged.damaged("this is no line of a timing file: " + shown(line));
    }
    String kind = matcher.group(1);
    String rest = matcher.group(3);
    return new Timing(
        kind == null ? 'O' : kind.charAt(0),
        new BigDecimal(matcher.group(2).replace(',', '.')).movePointRight(9).longValueExact(),
        rest == null ? "" : rest.strip());
  }

  /// How many bytes an entry of output or of what was typed has.
  long bytes() throws Damaged {
    if (!rest.matches("\\d{1,18}")) {
      throw Damaged.damaged("this is no number of bytes: " + Damaged.shown(rest));
    }
    return Long.parseLong(rest);
  }

  private static String shown(byte[] line) {
    return Damaged.shown(new String(line, UTF_8));
  }
}
