package io.tapevault.recording.asciicast;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.tapevault.recording.Damaged;
import io.tapevault.recording.RecordedFields;
import io.tapevault.recording.RecordedFields.Kind;
import java.io.IOException;
import java.time.Instant;

/// What the header of an asciicast says of the terminal and the time, in any version.
final class CastHeader {

  static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(CastRecords.LONGEST_LINE).build())
          .build();

  // As long as a line that somebody reads.
  private static final int LONGEST_TITLE = 256;

  // The year 9999, after which a time is no RFC 3339 any more.
  private static final double LAST_SECOND = 253_402_300_799.0;

  private String columns = "";
  private String rows = "";
  private double timestamp;
  private String title = "";

  static void expect(JsonParser json, JsonToken token) throws IOException {
    if (json.nextToken() != token) {
      throw Damaged.damaged("there is no " + token + " where an asciicast has one");
    }
  }

  /// Takes note of the member whose name was just read, or passes it over.
  void member(JsonParser json) throws IOException {
    String name = json.currentName();
    JsonToken value = json.nextToken();
    if (name.equals("term") && value == JsonToken.START_OBJECT) {
      while (json.nextToken() != JsonToken.END_OBJECT) {
        member(json);
      }
    } else if (name.equals("title") && value == JsonToken.VALUE_STRING) {
      String text = CastEvent.whole(json.getText());
      title =
          text.substring(
              0,
              text.offsetByCodePoints(
                  0, Math.min(LONGEST_TITLE, text.codePointCount(0, text.length()))));
    } else if (value != null && value.isNumeric()) {
      number(name, json);
    } else {
      json.skipChildren();
    }
  }

  private void number(String name, JsonParser json) throws IOException {
    switch (name) {
      case "width", "cols" -> columns = json.getText();
      case "height", "rows" -> rows = json.getText();
      case "timestamp" -> timestamp = json.getDoubleValue();
      default -> {}
    }
  }

  RecordedFields fields(byte[] raw, CastTime time) {
    RecordedFields fields = new RecordedFields(raw, true, Kind.START);
    fields.type("header");
    fields.size = columns + ":" + rows;
    fields.title = title;
    if (timestamp > 0 && timestamp <= LAST_SECOND) {
      time.startAt(Instant.ofEpochSecond((long) timestamp));
    }
    time.stamp(fields);
    return fields;
  }
}
