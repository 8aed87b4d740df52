package io.tapevault.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import org.jspecify.annotations.Nullable;

/// Escapes in JSON what a terminal would act on, or a browser's script would break at: DEL, the
/// controls of C1, what turns the direction of writing, and line separators. C0 is escaped in any
/// JSON.
public final class HarmlessJson extends CharacterEscapes {

  private static final long serialVersionUID = 1;

  /// For a writer of JSON.
  public static final CharacterEscapes ESCAPES = new HarmlessJson();

  /// Writes so to bytes; an emoji stays one character of UTF-8.
  public static final JsonFactory UTF_8 =
      new JsonFactoryBuilder()
          .characterEscapes(ESCAPES)
          .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
          .build();

  private HarmlessJson() {}

  /// The same JSON, spelled harmlessly.
  public static String of(String json) {
    int first = 0;
    while (first < json.length() && !acts(json.charAt(first))) {
      first++;
    }
    if (first == json.length()) {
      return json;
    }
    // Outside of its strings JSON has none of these.
    StringBuilder out = new StringBuilder(json.length() + 100).append(json, 0, first);
    for (int i = first; i < json.length(); i++) {
      char c = json.charAt(i);
      if (acts(c)) {
        out.append(escaped(c));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  private static boolean acts(int c) {
    return c >= 0x7F
        && (c <= 0x9F
            || c == 0x061C
            || c == 0x200E
            || c == 0x200F
            || (c >= 0x2028 && c <= 0x202E)
            || (c >= 0x2066 && c <= 0x2069));
  }

  private static String escaped(int c) {
    return String.format("\\u%04x", c);
  }

  @Override
  public int[] getEscapeCodesForAscii() {
    int[] codes = standardAsciiEscapesForJSON();
    codes[0x7F] = ESCAPE_CUSTOM;
    return codes;
  }

  @Override
  public @Nullable SerializableString getEscapeSequence(int c) {
    return acts(c) ? new SerializedString(escaped(c)) : null;
  }

  /// On one line: outside of its strings, line ends mean nothing in JSON, and inside there are
  /// none.
  public static String line(String json) {
    return of(json).replace('\n', ' ').replace('\r', ' ');
  }
}
