package io.tapevault.recording;

import io.tapevault.recording.RecordedEvent.Other;
import io.tapevault.recording.RecordedEvent.Printed;
import io.tapevault.recording.RecordedEvent.Resized;
import io.tapevault.recording.RecordedEvent.SessionEnded;
import io.tapevault.recording.RecordedEvent.SessionStarted;
import io.tapevault.recording.RecordedEvent.Stamp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/// Writes ProtoStreams from the layout alone, with no code of the reader and no protobuf library.
final class ProtoStreamEncoder {

  static final int SESSION_LEAVE = 15;

  private ProtoStreamEncoder() {}

  /// A stream of parts of `perPart` events each, every part but the last padded by `padding`.
  static byte[] stream(int version, List<RecordedEvent> events, int perPart, int padding) {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    for (int from = 0; from < events.size(); from += perPart) {
      int to = Math.min(events.size(), from + perPart);
      byte[] body = gzip(records(events.subList(from, to)));
      stream.writeBytes(part(version, 0, body, to == events.size() ? 0 : padding));
    }
    return stream.toByteArray();
  }

  static byte[] part(int version, int flags, byte[] body, int padding) {
    ByteBuffer part = ByteBuffer.allocate((version == 2 ? 32 : 24) + body.length + padding);
    part.putLong(version).putLong(body.length).putLong(padding);
    if (version == 2) {
      part.put((byte) flags).put(new byte[7]);
    }
    return part.put(body).array();
  }

  static byte[] gzip(byte[]... bytes) {
    try {
      ByteArrayOutputStream zipped = new ByteArrayOutputStream();
      try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
        for (byte[] piece : bytes) {
          gzip.write(piece);
        }
      }
      return zipped.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] records(List<RecordedEvent> events) {
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    events.forEach(event -> records.writeBytes(record(oneOf(event))));
    return records.toByteArray();
  }

  static byte[] record(byte[] message) {
    return ByteBuffer.allocate(4 + message.length).putInt(message.length).put(message).array();
  }

  static byte[] oneOf(RecordedEvent event) {
    Proto body = new Proto().message(1, metadata(event.stamp()));
    return switch (event) {
      case SessionStarted start ->
          new Proto()
              .message(
                  5,
                  body.message(
                          2,
                          new Proto()
                              .text(1, start.origin().user())
                              .text(2, start.origin().login()))
                      .message(3, new Proto().text(1, start.origin().sessionId()))
                      .message(4, new Proto().text(1, "default").text(3, start.origin().server()))
                      .text(6, String.valueOf(start.size())))
              .bytes();
      case Printed print ->
          new Proto()
              .message(7, body.buffer(3, print.data()).number(5, print.delayMillis()))
              .bytes();
      case Resized to -> new Proto().message(9, body.text(6, to.size().toString())).bytes();
      case SessionEnded _ -> new Proto().message(10, body).bytes();
      case RecordedEvent.Marked _, Other _ -> new Proto().message(SESSION_LEAVE, body).bytes();
    };
  }

  private static Proto metadata(Stamp stamp) {
    Proto metadata = new Proto().number(1, stamp.index()).text(2, stamp.type());
    Instant time = stamp.time();
    if (time != null) {
      metadata.message(5, new Proto().number(1, time.getEpochSecond()).number(2, time.getNano()));
    }
    return metadata.text(6, "a-cluster");
  }

  /// A protobuf message; fields of no value are left out, as in proto3.
  static final class Proto {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Proto number(int field, long value) {
      if (value != 0) {
        varint(field << 3);
        varint(value);
      }
      return this;
    }

    Proto text(int field, String value) {
      return buffer(field, StandardCharsets.UTF_8.encode(value));
    }

    Proto buffer(int field, ByteBuffer value) {
      return value.hasRemaining() ? delimited(field, value) : this;
    }

    Proto message(int field, Proto value) {
      return delimited(field, ByteBuffer.wrap(value.bytes()));
    }

    byte[] bytes() {
      return out.toByteArray();
    }

    private Proto delimited(int field, ByteBuffer value) {
      varint(((long) field << 3) | 2);
      varint(value.remaining());
      byte[] bytes = new byte[value.remaining()];
      value.duplicate().get(bytes);
      out.writeBytes(bytes);
      return this;
    }

    private void varint(long value) {
      long rest = value;
      while ((rest & ~0x7fL) != 0) {
        out.write((int) ((rest & 0x7f) | 0x80));
        rest >>>= 7;
      }
      out.write((int) rest);
    }
  }
}
