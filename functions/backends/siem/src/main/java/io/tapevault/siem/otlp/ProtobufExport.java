package io.tapevault.siem.otlp;

import com.google.protobuf.CodedOutputStream;
import io.tapevault.forwarding.Outgoing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/// An `ExportLogsServiceRequest` as protobuf; the numbers are those of opentelemetry-proto 1.5.
final class ProtobufExport {

  private ProtobufExport() {}

  /// Writes the fields of a message.
  private interface Fields {
    void writeTo(CodedOutputStream out) throws IOException;
  }

  static byte[] of(List<Outgoing> batch) {
    byte[] resource =
        message(out -> out.writeByteArray(1, attribute("service.name", Encoding.NAME)));
    byte[] scope = message(out -> out.writeString(1, Encoding.NAME));
    byte[] scopeLogs =
        message(out -> {
          out.writeByteArray(1, scope);
          for (Outgoing event : batch) {
            out.writeByteArray(2, record(event));
          }
        });
    byte[] resourceLogs =
        message(out -> {
          out.writeByteArray(1, resource);
          out.writeByteArray(2, scopeLogs);
        });
    return message(out -> out.writeByteArray(1, resourceLogs));
  }

  private static byte[] record(Outgoing event) {
    long nanos = Encoding.nanos(event.time());
    String session = event.stored().event().session();
    return message(out -> {
      out.writeFixed64(1, nanos);
      out.writeByteArray(5, text(event.text()));
      out.writeByteArray(6, attribute(Encoding.UID, event.key()));
      if (session != null) {
        out.writeByteArray(6, attribute(Encoding.SESSION, session));
      }
      out.writeFixed64(11, nanos);
      out.writeString(12, event.stored().event().type());
    });
  }

  private static byte[] attribute(String name, String value) {
    return message(out -> {
      out.writeString(1, name);
      out.writeByteArray(2, text(value));
    });
  }

  private static byte[] text(String value) {
    return message(out -> out.writeString(1, value));
  }

  private static byte[] message(Fields fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      fields.writeTo(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
