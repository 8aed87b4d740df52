package io.tapevault.siem.http;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/// Texts inside of a JSON document that is put together by hand.
public final class JsonText {

  private static final JsonStringEncoder ENCODER = JsonStringEncoder.getInstance();

  private JsonText() {}

  /// A JSON string.
  public static void quote(StringBuilder out, CharSequence text) {
    out.append('"');
    int begin = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        // An event of JSON has one every few characters.
        out.append(text, begin, i).append('\\');
        begin = i;
      } else if (c < ' ') {
        out.append(text, begin, i);
        ENCODER.quoteAsString(text.subSequence(i, i + 1), out);
        begin = i + 1;
      }
    }
    out.append(text, begin, text.length()).append('"');
  }

  /// An event as a value: its JSON as it is, or a line of another format as a string.
  public static void value(StringBuilder out, String event) {
    if (event.startsWith("{")) {
      out.append(event);
    } else {
      quote(out, event);
    }
  }

  /// The most bytes that `quote` adds, as UTF-8.
  public static int quoted(String text) {
    int bytes = 2;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      bytes += c < ' ' ? 6 : c == '"' || c == '\\' ? 2 : utf8(c);
    }
    return bytes;
  }

  /// The most bytes that a text has as UTF-8.
  public static int bytes(String text) {
    int bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      bytes += utf8(text.charAt(i));
    }
    return bytes;
  }

  private static int utf8(char c) {
    return c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
  }
}
