package io.tapevault.recording.asciicast;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tapevault.recording.Damaged;
import io.tapevault.recording.RangeCursor;
import io.tapevault.recording.RecordedFields;
import io.tapevault.recording.RecordingFormat;
import io.tapevault.recording.RecordingReader.Records;
import io.tapevault.recording.RecordingSource;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads asciicast v1, one JSON object with a delay and an output in each item of `stdout`, without
/// holding it.
final class CastDocument implements Records {

  private static final byte[] NOTHING = {};

  private final RangeCursor cursor;
  private final CastTime time = new CastTime(true);
  private @Nullable JsonParser parser;
  private long items;

  /// Begins at `from`.
  CastDocument(RecordingSource source, long from) {
    cursor = RangeCursor.through(source, from, source.size());
  }

  @Override
  public RecordingFormat format() {
    return RecordingFormat.ASCIICAST_1;
  }

  @Override
  public String place() {
    return "item " + items + " of stdout";
  }

  @Override
  public long position() {
    return cursor.position();
  }

  @Override
  public Optional<RecordedFields> next() throws IOException {
    try {
      if (parser == null) {
        parser = CastHeader.FACTORY.createParser(new InputStreamReader(cursor, UTF_8));
        return Optional.of(header(parser));
      }
      return item(parser);
    } catch (JacksonException e) {
      throw CastRecords.damaged(e);
    }
  }

  private RecordedFields header(JsonParser json) throws IOException {
    CastHeader header = new CastHeader();
    CastHeader.expect(json, JsonToken.START_OBJECT);
    while (json.nextToken() != JsonToken.END_OBJECT) {
      if (json.currentName().equals("stdout")) {
        CastHeader.expect(json, JsonToken.START_ARRAY);
        return header.fields(NOTHING, time);
      }
      header.member(json);
    }
    throw Damaged.damaged("there is no 'stdout' in it");
  }

  private Optional<RecordedFields> item(JsonParser json) throws IOException {
    JsonToken token = json.nextToken();
    if (token == JsonToken.END_ARRAY) {
      // The rest has to be there, whatever it says.
      while (json.nextToken() != null) {}
      return Optional.empty();
    }
    items++;
    if (token != JsonToken.START_ARRAY) {
      throw Damaged.damaged("it is no pair of a delay and an output");
    }
    json.nextToken();
    time.advance(json);
    CastHeader.expect(json, JsonToken.VALUE_STRING);
    RecordedFields fields = CastEvent.output(NOTHING, json.getText());
    CastHeader.expect(json, JsonToken.END_ARRAY);
    time.stamp(fields);
    return Optional.of(fields);
  }

  @Override
  public void close() throws IOException {
    if (parser != null) {
      parser.close();
    }
    cursor.close();
  }
}
