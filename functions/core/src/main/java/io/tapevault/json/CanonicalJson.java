package io.tapevault.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tapevault.event.Refused.Reason;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Writes a JSON value in the one spelling that RFC 8785 gives it, so that its digest does not
/// depend on how a sender happens to order members or write numbers.
///
/// A number that a double cannot hold is outside of I-JSON, where RFC 8785 says nothing; it is
/// written as its exact decimal, so that two values that differ never get one spelling.
final class CanonicalJson {

  private static final String HEX = "0123456789abcdef";

  private CanonicalJson() {}

  /// Writes the value whose first token the parser has just read.
  static void write(JsonParser parser, StringBuilder out) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == null) {
      throw new NotAnEvent(Reason.NOT_JSON, "the text ends where a value should be");
    }
    switch (token) {
      case START_OBJECT -> writeObject(members(parser), out);
      case START_ARRAY -> writeArray(parser, out);
      case VALUE_STRING -> {
        out.ensureCapacity(out.length() + parser.getTextLength() + 2);
        try (Spelled text = new Spelled(out.append('"'))) {
          parser.getText(text);
        }
      }
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> out.append(number(parser.getText()));
      default -> out.append(parser.getText());
    }
  }

  private static void writeObject(Map<String, CharSequence> members, StringBuilder out) {
    pieces(members).forEach(out::append);
  }

  /// An object of these members, as its text is: a long member is not copied.
  static List<CharSequence> pieces(Map<String, CharSequence> members) {
    List<CharSequence> pieces = new ArrayList<>(4 * members.size() + 1);
    String before = "{";
    for (Map.Entry<String, CharSequence> member : members.entrySet()) {
      pieces.add(before);
      pieces.add(member.getKey());
      pieces.add(":");
      pieces.add(member.getValue());
      before = ",";
    }
    pieces.add(members.isEmpty() ? "{}" : "}");
    return pieces;
  }

  /// Every member of the object that the parser is in, canonical, by name.
  private static Map<String, CharSequence> members(JsonParser parser) throws IOException {
    Members members = new Members();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      members.add(name, parser);
    }
    return members.inOrder();
  }

  private static void writeArray(JsonParser parser, StringBuilder out) throws IOException {
    out.append('[');
    boolean first = true;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (!first) {
        out.append(',');
      }
      first = false;
      write(parser, out);
    }
    out.append(']');
  }

  /// The text between quotation marks, in pieces as the parser has it: a long one is not copied.
  private static final class Spelled extends Writer {
    private final StringBuilder out;
    private boolean half;

    Spelled(StringBuilder out) {
      this.out = out;
    }

    @Override
    public void write(char[] text, int offset, int length) throws NotAnEvent {
      int plain = offset;
      for (int i = offset; i < offset + length; i++) {
        char c = text[i];
        if (half != Character.isLowSurrogate(c)) {
          throw halfOfAPair();
        }
        half = Character.isHighSurrogate(c);
        if (c < ' ' || c == '"' || c == '\\') {
          out.append(text, plain, i - plain);
          escape(c);
          plain = i + 1;
        }
      }
      out.append(text, plain, offset + length - plain);
    }

    private void escape(char c) {
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\t' -> out.append("\\t");
        case '\n' -> out.append("\\n");
        case '\f' -> out.append("\\f");
        case '\r' -> out.append("\\r");
        default -> out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() throws NotAnEvent {
      if (half) {
        throw halfOfAPair();
      }
      out.append('"');
    }

    private static NotAnEvent halfOfAPair() {
      return new NotAnEvent(Reason.NOT_UNICODE, "a string holds half of a surrogate pair");
    }
  }

  static String number(String text) throws NotAnEvent {
    if (isPlainInteger(text)) {
      return text;
    }
    double value = Double.parseDouble(text);
    // A double holds every decimal of 15 digits, except near its ends.
    if (Math.abs(value) < Double.MIN_NORMAL || Double.isInfinite(value) || text.length() > 15) {
      BigDecimal exact = exact(text);
      if (exact.signum() == 0) {
        return "0";
      }
      if (Double.isInfinite(value) || EcmaScriptNumber.shortest(value).compareTo(exact) != 0) {
        return exact.toString();
      }
    }
    return EcmaScriptNumber.format(value);
  }

  /// One that a double holds, which JSON spells in one way.
  private static boolean isPlainInteger(String text) {
    if (text.length() > 15 || (text.charAt(0) == '0' && text.length() > 1)) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  /// Without zeros behind it; refused where its exponent is beyond a BigDecimal's.
  static BigDecimal exact(String text) throws NotAnEvent {
    try {
      return new BigDecimal(text).stripTrailingZeros();
    } catch (ArithmeticException | NumberFormatException e) {
      throw new NotAnEvent(Reason.NOT_JSON, "a number is out of every range");
    }
  }

  /// The members of one object, by name in UTF-16 order; a name may stand there once.
  static final class Members {
    private final TreeMap<String, CharSequence> values = new TreeMap<>();

    void add(String name, JsonParser parser) throws IOException {
      StringBuilder value = new StringBuilder();
      write(parser, value);
      if (values.put(name, value) != null) {
        throw new NotAnEvent(
            Reason.DUPLICATE_MEMBER,
            "the member '" + NotAnEvent.excerpt(name) + "' stands there twice");
      }
    }

    /// With the names as JSON strings.
    Map<String, CharSequence> inOrder() throws IOException {
      Map<String, CharSequence> members = new LinkedHashMap<>();
      for (Map.Entry<String, CharSequence> member : values.entrySet()) {
        StringBuilder name = new StringBuilder();
        try (Spelled spelled = new Spelled(name.append('"'))) {
          spelled.write(member.getKey());
        }
        members.put(name.toString(), member.getValue());
      }
      return members;
    }
  }
}
