package io.tapevault.http.door.firehose;

import com.fasterxml.jackson.core.JsonParser;
import io.tapevault.event.Received;
import io.tapevault.http.door.Door;
import io.tapevault.http.door.Foreign;
import io.tapevault.http.door.Foreign.Kind;
import io.tapevault.http.door.JsonMembers;
import io.tapevault.http.door.Records;
import io.tapevault.json.JsonReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPInputStream;

/// What the records of one request hold: each is Base64, perhaps of gzip, of objects, lines or
/// anything.
final class RecordData {

  private static final Kind RECORD = new Kind("firehose.record", "TVD04I", null, null);
  // As much as any body unpacks to.
  private static final int MOST_BYTES = 16 << 20;

  private final Records records;
  private final List<Received> refused;
  private int left = MOST_BYTES;

  RecordData(Instant receivedAt, List<Received> refused) {
    this.records = new Records(new Foreign("firehose", receivedAt), RECORD, RECORD);
    this.refused = refused;
  }

  List<Received> events() {
    return records.events();
  }

  void read(String array) throws IOException {
    JsonReader.document(
        "list of records",
        () -> JsonMembers.parser(array),
        json -> JsonReader.array("list", json, () -> record(json)));
  }

  private void record(JsonParser json) throws IOException {
    JsonReader.object(
        "record",
        json,
        name -> {
          if (name.equals("data") && records.events().size() <= Door.MOST_EVENTS) {
            data(JsonReader.text(name, json));
          }
        });
  }

  private void data(String base64) {
    byte[] sent;
    try {
      sent = Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      sent = base64.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }
    try {
      byte[] bytes = isGzip(sent) ? unpacked(sent) : sent;
      records.read(bytes);
    } catch (IOException e) {
      refused.add(Foreign.notJson("a record's gzip: " + e.getMessage(), ByteBuffer.wrap(sent)));
    }
  }

  private static boolean isGzip(byte[] bytes) {
    return bytes.length > 2 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b;
  }

  private byte[] unpacked(byte[] gzip) throws IOException {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
      byte[] bytes = in.readNBytes(left + 1);
      if (bytes.length > left) {
        throw new IOException("the records unpack to more than " + MOST_BYTES + " bytes");
      }
      left -= bytes.length;
      return bytes;
    }
  }
}
