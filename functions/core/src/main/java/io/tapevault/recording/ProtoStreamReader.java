package io.tapevault.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads a ProtoStream: parts, one after the other, each a gzip member of length-prefixed protobuf
/// records.
final class ProtoStreamReader implements RecordingReader {

  // Teleport takes no event over 64 KiB; twice that leaves room for the wrapping, and for a version
  // that takes more.
  private static final int LONGEST_RECORD = 128 * 1024;

  private final RecordingFormat format;
  private final long size;
  private final RangeCursor cursor;
  private final GzipMember body;
  private final EventTrack track = new EventTrack();
  private long part;
  private long bodyEnd;
  private long partEnd;
  private boolean inPart;
  private @Nullable CorruptRecording failure;

  ProtoStreamReader(RecordingSource source, long version) {
    this.format = version == 1 ? RecordingFormat.PROTOSTREAM_1 : RecordingFormat.PROTOSTREAM_2;
    this.size = source.size();
    this.cursor = RangeCursor.through(source, 0, size);
    this.body = new GzipMember(cursor);
  }

  @Override
  public RecordingFormat format() {
    return format;
  }

  @Override
  public Optional<RecordedEvent> next() throws CorruptRecording, IOException {
    if (failure != null) {
      throw failure;
    }
    try {
      return read();
    } catch (Defect e) {
      failure = new CorruptRecording(e, "part " + part, cursor.position(), track.delivered());
      throw failure;
    }
  }

  @Override
  public long skippedEvents() {
    return track.skipped();
  }

  @Override
  public long outOfOrderEvents() {
    return track.outOfOrder();
  }

  @Override
  public void close() throws IOException {
    body.close();
  }

  private Optional<RecordedEvent> read() throws IOException {
    while (inPart || beginPart()) {
      Optional<byte[]> record = record();
      if (record.isEmpty()) {
        endPart();
        continue;
      }
      Draft draft = OneOf.parse(record.get());
      if (track.takes(draft)) {
        return track.deliver(draft);
      }
    }
    return Optional.empty();
  }

  /// False at the end of the recording. A part without a body is only padding.
  private boolean beginPart() throws IOException {
    while (cursor.position() < size) {
      part++;
      ByteBuffer bytes = ByteBuffer.allocate(PartHeader.size(2));
      fill(bytes, Long.BYTES);
      long version = bytes.getLong(0);
      PartHeader.check(version);
      fill(bytes, PartHeader.size(version));
      PartHeader header = PartHeader.parse(bytes.flip());
      bodyEnd = end(cursor.position(), header.bodySize());
      partEnd = end(bodyEnd, header.paddingSize());
      if (header.bodySize() > 0) {
        cursor.limit(bodyEnd);
        body.restart();
        inPart = true;
        return true;
      }
      skipPadding();
    }
    return false;
  }

  private void fill(ByteBuffer bytes, int upTo) throws IOException {
    int missing = upTo - bytes.position();
    byte[] read = cursor.readNBytes(missing);
    if (read.length < missing) {
      throw Defect.cutOff("the header of the part ends too early");
    }
    bytes.put(read);
  }

  private static long end(long start, long length) throws Defect {
    if (length > Long.MAX_VALUE - start) {
      throw Defect.damaged("the part is longer than any file: " + length + " bytes");
    }
    return start + length;
  }

  private Optional<byte[]> record() throws IOException {
    byte[] prefix = body.readNBytes(Integer.BYTES);
    if (prefix.length == 0) {
      return Optional.empty();
    }
    if (prefix.length < Integer.BYTES) {
      throw Defect.cutOff("the length of a record ends too early");
    }
    int length = ByteBuffer.wrap(prefix).getInt();
    if (length <= 0 || length > LONGEST_RECORD) {
      throw Defect.damaged(
          "a record has a length of " + Integer.toUnsignedString(length) + " bytes");
    }
    byte[] record = body.readNBytes(length);
    if (record.length < length) {
      throw Defect.cutOff("a record ends too early");
    }
    return Optional.of(record);
  }

  /// What follows the gzip member within the body is padding too: old writers counted it in.
  private void endPart() throws IOException {
    inPart = false;
    if (bodyEnd > size) {
      throw Defect.cutOff("the part ends too early");
    }
    cursor.limit(size);
    skipPadding();
  }

  private void skipPadding() throws IOException {
    if (partEnd > size) {
      throw Defect.cutOff("the padding ends too early");
    }
    cursor.seek(partEnd);
  }
}
