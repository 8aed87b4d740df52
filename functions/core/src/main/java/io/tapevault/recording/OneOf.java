package io.tapevault.recording;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.tapevault.recording.Draft.Kind;
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

  static Draft parse(byte[] record) throws IOException {
    try {
      CodedInputStream in = CodedInputStream.newInstance(record);
      Draft draft = new Draft(Kind.OTHER);
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (WireFormat.getTagWireType(tag) == BYTES) {
          draft = event(WireFormat.getTagFieldNumber(tag), in);
        } else {
          in.skipField(tag);
        }
      }
      return draft;
    } catch (InvalidProtocolBufferException e) {
      throw Defect.damaged("a record is not protobuf: " + e.getMessage());
    }
  }

  private static Draft event(int number, CodedInputStream in) throws IOException {
    Draft draft = new Draft(kind(number));
    if (draft.kind == Kind.OTHER) {
      draft.type("unknown-" + number);
    }
    message(in, tag -> eventField(tag, in, draft));
    return draft;
  }

  private static Kind kind(int number) {
    return switch (number) {
      case 5 -> Kind.START;
      case 7 -> Kind.PRINT;
      case 9 -> Kind.RESIZE;
      case 10 -> Kind.END;
      default -> Kind.OTHER;
    };
  }

  private static void eventField(int tag, CodedInputStream in, Draft draft) throws IOException {
    if (tag == ((1 << 3) | BYTES)) {
      draft.index = OptionalLong.of(0);
      message(in, field -> metadataField(field, in, draft));
      return;
    }
    switch (draft.kind) {
      case START -> startField(tag, in, draft);
      case PRINT -> printField(tag, in, draft);
      case RESIZE -> resizeField(tag, in, draft);
      case END, OTHER -> in.skipField(tag);
    }
  }

  private static void metadataField(int tag, CodedInputStream in, Draft draft) throws IOException {
    switch (tag) {
      case (1 << 3) | VARINT -> draft.index = OptionalLong.of(in.readInt64());
      case (2 << 3) | BYTES -> draft.type(in.readString());
      case (5 << 3) | BYTES -> timestamp(in, draft);
      default -> in.skipField(tag);
    }
  }

  private static void startField(int tag, CodedInputStream in, Draft draft) throws IOException {
    switch (tag) {
      case (2 << 3) | BYTES -> message(in, field -> userField(field, in, draft));
      case (3 << 3) | BYTES -> message(in, field -> sessionField(field, in, draft));
      case (4 << 3) | BYTES -> message(in, field -> serverField(field, in, draft));
      case (6 << 3) | BYTES -> draft.size = in.readString();
      default -> in.skipField(tag);
    }
  }

  private static void userField(int tag, CodedInputStream in, Draft draft) throws IOException {
    switch (tag) {
      case (1 << 3) | BYTES -> draft.user = in.readString();
      case (2 << 3) | BYTES -> draft.login = in.readString();
      default -> in.skipField(tag);
    }
  }

  private static void sessionField(int tag, CodedInputStream in, Draft draft) throws IOException {
    switch (tag) {
      case (1 << 3) | BYTES -> draft.sessionId = in.readString();
      default -> in.skipField(tag);
    }
  }

  private static void serverField(int tag, CodedInputStream in, Draft draft) throws IOException {
    switch (tag) {
      case (3 << 3) | BYTES -> draft.server = in.readString();
      default -> in.skipField(tag);
    }
  }

  private static void printField(int tag, CodedInputStream in, Draft draft) throws IOException {
    switch (tag) {
      case (3 << 3) | BYTES -> draft.data = ByteBuffer.wrap(in.readByteArray());
      case (5 << 3) | VARINT -> draft.delay(in.readInt64());
      default -> in.skipField(tag);
    }
  }

  private static void resizeField(int tag, CodedInputStream in, Draft draft) throws IOException {
    switch (tag) {
      case (6 << 3) | BYTES -> draft.size = in.readString();
      default -> in.skipField(tag);
    }
  }

  /// Go writes its zero time as the year 1; that, and whatever RFC 3339 cannot say, is no time.
  private static void timestamp(CodedInputStream in, Draft draft) throws IOException {
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
    draft.time = known ? Instant.ofEpochSecond(parts[0], parts[1]) : null;
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
