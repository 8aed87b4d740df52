package io.tapevault.recording.protostream;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.tapevault.recording.RecordedFields;
import io.tapevault.recording.RecordedFields.Kind;
import java.io.IOException;

/// What events tell beside the terminal: who joined, which command was run. One that says it
/// otherwise than its type does tells nothing.
final class DetailRecord {

  private static final int BYTES = WireFormat.WIRETYPE_LENGTH_DELIMITED;

  private static final int JOIN = 6;
  private static final int COMMAND = 11;
  private static final int EXEC = 19;

  private DetailRecord() {}

  static void read(int number, byte[] message, RecordedFields event) throws IOException {
    RecordedFields told = new RecordedFields(event.raw, event.first, Kind.OTHER);
    told.type(event.type());
    try {
      if (DatabaseRecord.isOne(number)) {
        DatabaseRecord.read(number, message, told);
      } else if (number == JOIN || number == COMMAND || number == EXEC) {
        fields(number, message, told);
      }
    } catch (InvalidProtocolBufferException e) {
      return;
    }
    event.tells(told);
  }

  private static void fields(int number, byte[] message, RecordedFields event) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(message);
    StringBuilder command = new StringBuilder();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      int field = WireFormat.getTagFieldNumber(tag);
      boolean isBytes = WireFormat.getTagWireType(tag) == BYTES;
      if (isBytes && number == JOIN && field == 2) {
        event.takesPart(first(in.readByteArray()));
      } else if (isBytes && number == COMMAND && (field == 7 || field == 8)) {
        command.append(command.isEmpty() ? "" : " ").append(in.readString());
      } else if (isBytes && number == EXEC && field == 6) {
        command.append(first(in.readByteArray()));
      } else {
        in.skipField(tag);
      }
    }
    event.command = command.toString();
  }

  /// The text in field 1.
  static String first(byte[] message) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(message);
    String text = "";
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == ((1 << 3) | BYTES)) {
        text = in.readString();
      } else {
        in.skipField(tag);
      }
    }
    return text;
  }
}
