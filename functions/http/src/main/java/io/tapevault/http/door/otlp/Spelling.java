package io.tapevault.http.door.otlp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tapevault.http.door.JsonMembers;
import io.tapevault.json.Malformed;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Set;

/// One spelling of a log record in JSON, where exporters have several: numbers of 64 bits are
/// texts, and severities are numbers. Everything else is copied.
final class Spelling {

  private static final JsonFactory OUT = new JsonFactory();
  private static final Set<String> LONG =
      Set.of("timeUnixNano", "observedTimeUnixNano", "intValue");
  private static final List<String> SEVERITIES =
      List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL");
  private static final String SEVERITY = "SEVERITY_NUMBER_";

  private Spelling() {}

  /// A number of 64 bits that is no number is [Malformed].
  static String usual(String record) throws IOException {
    StringWriter out = new StringWriter(record.length());
    try (JsonParser in = JsonMembers.parser(record);
        JsonGenerator json = OUT.createGenerator(out)) {
      String name = "";
      for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
        if (token == JsonToken.FIELD_NAME) {
          name = in.currentName();
        }
        boolean value = token != JsonToken.FIELD_NAME;
        if (value && LONG.contains(name)) {
          json.writeString(number(name, token, in));
        } else if (token == JsonToken.VALUE_STRING && name.equals("severityNumber")) {
          severity(in.getText(), json);
        } else if (token.isNumeric()) {
          // As it is spelled: a number of another kind would lose digits.
          json.writeNumber(in.getText());
        } else {
          json.copyCurrentEvent(in);
        }
        name = value ? "" : name;
      }
    }
    return out.toString();
  }

  private static String number(String name, JsonToken token, JsonParser in) throws IOException {
    String text = token.isScalarValue() ? in.getText() : "";
    if (!text.matches("-?[0-9]{1,20}")) {
      throw new Malformed("'" + name + "' is no whole number");
    }
    return text;
  }

  /// `SEVERITY_NUMBER_INFO` is 9, `SEVERITY_NUMBER_INFO2` is 10.
  private static void severity(String text, JsonGenerator json) throws IOException {
    String word = text.startsWith(SEVERITY) ? text.substring(SEVERITY.length()) : "";
    char last = word.isEmpty() ? ' ' : word.charAt(word.length() - 1);
    boolean numbered = last >= '2' && last <= '4';
    int which = SEVERITIES.indexOf(numbered ? word.substring(0, word.length() - 1) : word);
    if (which < 0) {
      json.writeString(text);
    } else {
      json.writeNumber(1 + 4 * which + (numbered ? last - '1' : 0));
    }
  }
}
