package io.tapevault.recording.protostream;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.tapevault.recording.Damaged;
import io.tapevault.recording.RecordedFields;
import io.tapevault.recording.RecordedFields.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.OptionalLong;

/// One record of a ProtoStream: an `events.OneOf`, read by field numbers. Of an event that a player
/// does not act on, only the metadata is read; events of any later version are such events.
final class OneOf {

  private static final int VARINT = WireFormat.WIRETYPE_VARINT;
  private static final int BYTES = WireFormat.WIRETYPE_LENGTH_DELIMITED;
  // 9999-12-31T23:59:59Z, the last second of RFC 3339.
  private static final long LAST_SECOND = 253_402_300_799L;
  private static final int NANOS = 1_000_000_000;

  private OneOf() {}

  /// `first` if the record is the first of its part.
  static RecordedFields parse(byte[] record, boolean first) throws IOException {
    try {
      CodedInputStream in = CodedInputStream.newInstance(record);
      RecordedFields event = new RecordedFields(record, first, Kind.OTHER);
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (WireFormat.getTagWireType(tag) == BYTES) {
          int number = WireFormat.getTagFieldNumber(tag);
          event = new RecordedFields(record, first, kind(number));
          read(number, in, event);
        } else {
          in.skipField(tag);
        }
      }
      return event;
    } catch (InvalidProtocolBufferException e) {
      throw Damaged.damaged("a record is not protobuf: " + e.getMessage());
    }
  }

  private static void read(int number, CodedInputStream in, RecordedFields event)
      throws IOException {
    if (event.kind == Kind.OTHER || DatabaseRecord.isOne(number)) {
      event.type("unknown-" + number);
      metadata(number, in.readByteArray(), event);
    } else {
      message(in, tag -> eventField(tag, in, event));
    }
  }

  /// What is no metadata, in a message of a type that nobody knows yet, is none; what names the
  /// type of its event is.
  private static void metadata(int number, byte[] message, RecordedFields event)
      throws IOException {
    RecordedFields found = new RecordedFields(event.raw, event.first, Kind.OTHER);
    found.type(event.type());
    try {
      CodedInputStream in = CodedInputStream.newInstance(message);
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        eventField(tag, in, found);
      }
    } catch (InvalidProtocolBufferException e) {
      return;
    }
    if (!found.type().equals(event.type())) {
      event.type(found.type());
      event.index = found.index;
      event.time = found.time;
      DetailRecord.read(number, message, event);
    }
  }

  private static Kind kind(int number) {
    return switch (number) {
      case 5, DatabaseRecord.START -> Kind.START;
      case 7 -> Kind.PRINT;
      case 9 -> Kind.RESIZE;
      case 10, DatabaseRecord.END -> Kind.END;
      default -> Kind.OTHER;
    };
  }

  private static void eventField(int tag, CodedInputStream in, RecordedFields event)
      throws IOException {
    if (tag == ((1 << 3) | BYTES)) {
      event.index = OptionalLong.of(0);
      message(in, field -> metadataField(field, in, event));
      return;
    }
    switch (event.kind) {
      case START -> startField(tag, in, event);
      case PRINT -> printField(tag, in, event);
      case RESIZE -> resizeField(tag, in, event);
      case END -> endField(tag, in, event);
      case MARKER, OTHER -> in.skipField(tag);
    }
  }

  private static void metadataField(int tag, CodedInputStream in, RecordedFields event)
      throws IOException {
    switch (tag) {
      case (1 << 3) | VARINT -> event.index = OptionalLong.of(in.readInt64());
      case (2 << 3) | BYTES -> event.type(in.readString());
      case (5 << 3) | BYTES -> timestamp(in, event);
      default -> in.skipField(tag);
    }
  }

  private static void startField(int tag, CodedInputStream in, RecordedFields event)
      throws IOException {
    switch (tag) {
      case (2 << 3) | BYTES -> message(in, field -> userField(field, in, event));
      case (3 << 3) | BYTES -> message(in, field -> sessionField(field, in, event));
      case (4 << 3) | BYTES -> message(in, field -> serverField(field, in, event));
      case (6 << 3) | BYTES -> event.size = in.readString();
      default -> in.skipField(tag);
    }
  }

  private static void userField(int tag, CodedInputStream in, RecordedFields event)
      throws IOException {
    switch (tag) {
      case (1 << 3) | BYTES -> event.user = in.readString();
      case (2 << 3) | BYTES -> event.login = in.readString();
      default -> in.skipField(tag);
    }
  }

  private static void sessionField(int tag, CodedInputStream in, RecordedFields event)
      throws IOException {
    switch (tag) {
      case (1 << 3) | BYTES -> event.sessionId = in.readString();
      default -> in.skipField(tag);
    }
  }

  private static void serverField(int tag, CodedInputStream in, RecordedFields event)
      throws IOException {
    switch (tag) {
      case (3 << 3) | BYTES -> event.server = in.readString();
      default -> in.skipField(tag);
    }
  }

  private static void printField(int tag, CodedInputStream in, RecordedFields event)
      throws IOException {
    switch (tag) {
      case (3 << 3) | BYTES -> {
        ByteBuffer bytes = ByteBuffer.wrap(in.readByteArray());
        event.data = () -> bytes;
      }
      case (5 << 3) | VARINT -> event.delayMillis = in.readInt64();
      default -> in.skipField(tag);
    }
  }

  private static void resizeField(int tag, CodedInputStream in, RecordedFields event)
      throws IOException {
    switch (tag) {
      case (6 << 3) | BYTES -> event.size = in.readString();
      default -> in.skipField(tag);
    }
  }

  private static void endField(int tag, CodedInputStream in, RecordedFields event)
      throws IOException {
    switch (tag) {
      case (8 << 3) | BYTES -> event.takesPart(in.readString());
      default -> in.skipField(tag);
    }
  }

  /// Go writes its zero time as the year 1; that, and whatever RFC 3339 cannot say, is no time.
  private static void timestamp(CodedInputStream in, RecordedFields event) throws IOException {
    long[] parts = new long[2];
    message(
        in,
        tag -> {
          switch (tag) {
            case (1 << 3) | VARINT -> parts[0] = in.readInt64();
            case (2 << 3) | VARINT -> parts[1] = in.readInt32();
            default -> in.skipField(tag);
          }
        });
    boolean known = parts[0] >= 0 && parts[0] <= LAST_SECOND && parts[1] >= 0 && parts[1] < NANOS;
    event.time = known ? Instant.ofEpochSecond(parts[0], parts[1]) : null;
  }

  private static void message(CodedInputStream in, FieldReader fields) throws IOException {
    int length = in.readRawVarint32();
    int outer = in.pushLimit(length);
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      fields.read(tag);
    }
    in.popLimit(outer);
  }

  /// Reads the field that follows `tag`, or skips it.
  private interface FieldReader {
    void read(int tag) throws IOException;
  }
}
