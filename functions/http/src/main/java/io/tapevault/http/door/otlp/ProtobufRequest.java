package io.tapevault.http.door.otlp;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.WireFormat;
import io.tapevault.http.door.Door;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// An `ExportLogsServiceRequest` as protobuf; the numbers are those of opentelemetry-proto 1.5.
final class ProtobufRequest {

  private final LogRecords records;

  private ProtobufRequest(LogRecords records) {
    this.records = records;
  }

  static void read(byte[] body, LogRecords records) {
    try {
      new ProtobufRequest(records).request(input(UnsafeByteOperations.unsafeWrap(body)));
    } catch (IOException e) {
      records.refuse(
          "the body is no ExportLogsServiceRequest: " + e.getMessage(), ByteBuffer.wrap(body));
    }
  }

  private void request(CodedInputStream in) throws IOException {
    while (!in.isAtEnd()) {
      int tag = in.readTag();
      if (tag == bytes(1)) {
        resourceLogs(in.readBytes());
      } else {
        skip(tag, in);
      }
    }
  }

  /// What it gives is where it lies, no copy.
  private static CodedInputStream input(ByteString message) {
    CodedInputStream in = message.newCodedInput();
    in.enableAliasing(true);
    return in;
  }

  private void resourceLogs(ByteString message) throws IOException {
    CodedInputStream in = input(message);
    String resource = "{}";
    List<ByteString> scopes = new ArrayList<>();
    while (!in.isAtEnd()) {
      int tag = in.readTag();
      if (tag == bytes(1)) {
        resource = ProtobufJson.resource(in.readBytes());
      } else if (tag == bytes(2)) {
        scopes.add(in.readBytes());
      } else {
        skip(tag, in);
      }
    }
    for (ByteString scope : scopes) {
      scopeLogs(scope, resource);
    }
  }

  private void scopeLogs(ByteString message, String resource) throws IOException {
    CodedInputStream in = input(message);
    String scope = "{}";
    List<ByteString> found = new ArrayList<>();
    while (!in.isAtEnd()) {
      int tag = in.readTag();
      if (tag == bytes(1)) {
        scope = ProtobufJson.scope(in.readBytes());
      } else if (tag == bytes(2) && found.size() <= Door.MOST_EVENTS) {
        found.add(in.readBytes());
      } else {
        skip(tag, in);
      }
    }
    for (ByteString record : found) {
      if (!records.isFull()) {
        add(resource, scope, record);
      }
    }
  }

  /// One that cannot be read is refused alone.
  private void add(String resource, String scope, ByteString record) {
    ByteBuffer sent = record.asReadOnlyByteBuffer();
    try {
      records.add(resource, scope, ProtobufJson.record(record), sent);
    } catch (IOException e) {
      records.refuse("this is no log record: " + e.getMessage(), sent);
    }
  }

  private static int bytes(int field) {
    return field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
  }

  private static void skip(int tag, CodedInputStream in) throws IOException {
    if (tag == 0 || !in.skipField(tag)) {
      throw new IOException("a field has no number");
    }
  }
}
