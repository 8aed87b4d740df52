package io.tapevault.http.playback.watch;

import io.tapevault.json.Json;
import io.tapevault.session.SegmentIndex;
import io.tapevault.session.SegmentIndex.Marker;
import io.tapevault.session.SegmentIndex.Segment;
import java.math.BigDecimal;
import java.util.function.IntFunction;

/// The index of a recording's pieces, as asciinema-player 3.18 reads it.
final class SegmentsJson {

  private SegmentsJson() {}

  /// `urls` has the address of each piece, relative to that of the index.
  static byte[] write(SegmentIndex index, IntFunction<String> urls) {
    return Json.object(json -> {
      json.writeNumberField("version", 1);
      json.writeNumberField("duration", seconds(index.millis()));
      json.writeObjectFieldStart("term");
      json.writeNumberField("cols", index.size().columns());
      json.writeNumberField("rows", index.size().rows());
      json.writeEndObject();
      json.writeArrayFieldStart("markers");
      for (Marker marker : index.markers()) {
        json.writeStartArray();
        json.writeNumber(seconds(marker.millis()));
        json.writeString(marker.label());
        json.writeEndArray();
      }
      json.writeEndArray();
      json.writeArrayFieldStart("segments");
      int number = 0;
      for (Segment segment : index.segments()) {
        json.writeStartObject();
        json.writeNumberField("start", seconds(segment.millis()));
        json.writeStringField("url", urls.apply(number));
        json.writeEndObject();
        number++;
      }
      json.writeEndArray();
    });
  }

  private static BigDecimal seconds(long millis) {
    return BigDecimal.valueOf(millis, 3);
  }
}
