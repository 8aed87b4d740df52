package io.tapevault.recording.protostream;

import io.tapevault.recording.Damaged;
import io.tapevault.recording.GzipMember;
import io.tapevault.recording.RangeCursor;
import io.tapevault.recording.RecordedFields;
import io.tapevault.recording.RecordingFormat;
import io.tapevault.recording.RecordingReader;
import io.tapevault.recording.RecordingSource;
import io.tapevault.recording.UnpackLimit;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads a ProtoStream once, from front to back: parts, one after the other, each a gzip member of
/// length-prefixed protobuf records.
public final class ProtoStream implements RecordingReader.Records {

  // Teleport's player takes no longer record.
  private static final int LONGEST_RECORD = 64 * 1024;

  private final RecordingFormat format;
  private final long size;
  private final RangeCursor cursor;
  private final UnpackLimit limit;
  private final GzipMember plain;
  private final @Nullable Decryption decryption;

  private GzipMember body;
  private long part;
  private long bodyEnd;
  private long partEnd;
  private boolean inPart;
  private boolean first;

  private ProtoStream(
      RecordingSource source, RecordingFormat format, @Nullable Decryption decryption) {
    this.format = format;
    this.size = source.size();
    this.cursor = RangeCursor.through(source, 0, size);
    this.limit = UnpackLimit.of(source);
    this.plain = new GzipMember(cursor, limit);
    this.body = plain;
    this.decryption = decryption;
  }

  /// Empty where a recording that begins with `head` is none of these. A stream may begin with
  /// zeros: room that was reserved for a part and never filled.
  public static Optional<ProtoStream> open(
      RecordingSource source, byte[] head, @Nullable Decryption decryption) {
    long version = head.length < Long.BYTES ? -1 : ByteBuffer.wrap(head).getLong();
    if (version < 0 || version > 2) {
      return Optional.empty();
    }
    return Optional.of(
        new ProtoStream(
            source,
            version == 2 ? RecordingFormat.PROTOSTREAM_2 : RecordingFormat.PROTOSTREAM_1,
            decryption));
  }

  @Override
  public RecordingFormat format() {
    return format;
  }

  @Override
  public String place() {
    return "part " + part;
  }

  @Override
  public long position() {
    return cursor.position();
  }

  @Override
  public Optional<RecordedFields> next() throws IOException {
    while (inPart || beginPart()) {
      Optional<byte[]> record = record();
      if (record.isPresent()) {
        RecordedFields fields = OneOf.parse(record.get(), first);
        first = false;
        return Optional.of(fields);
      }
      endPart();
    }
    return Optional.empty();
  }

  /// False at the end of the recording. A part without a body is only padding.
  private boolean beginPart() throws IOException {
    while (cursor.position() < size) {
      ByteBuffer bytes = ByteBuffer.allocate(PartHeader.size(2));
      if (!version(bytes)) {
        return false;
      }
      long version = bytes.getLong(0);
      fill(bytes, PartHeader.size(version));
      PartHeader header = PartHeader.parse(bytes.flip());
      bodyEnd = end(cursor.position(), header.bodySize());
      partEnd = end(bodyEnd, header.paddingSize());
      if (header.encrypted() && decryption == null) {
        throw PartHeader.isEncrypted();
      }
      if (header.bodySize() > 0) {
        cursor.limit(bodyEnd);
        beginBody(header.encrypted());
        inPart = true;
        first = true;
        return true;
      }
      skipPadding();
    }
    return false;
  }

  private void beginBody(boolean encrypted) throws IOException {
    if (body != plain) {
      body.close();
    }
    if (encrypted && decryption != null) {
      body = new GzipMember(decryption.decrypt(new Unclosed(cursor)), limit);
    } else {
      body = plain;
      body.restart();
    }
  }

  /// A part that is over does not end the recording.
  private static final class Unclosed extends FilterInputStream {
    Unclosed(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return in.read(bytes, offset, length);
    }

    @Override
    public void close() {}
  }

  /// Reads the first 8 bytes of a header, after zeros of any number; false where nothing else
  /// follows.
  private boolean version(ByteBuffer bytes) throws IOException {
    part++;
    fill(bytes, Long.BYTES);
    long version = bytes.getLong(0);
    while (version == 0) {
      int next = cursor.read();
      if (next < 0) {
        return false;
      }
      version = next;
    }
    PartHeader.check(version);
    bytes.putLong(0, version);
    return true;
  }

  private void fill(ByteBuffer bytes, int upTo) throws IOException {
    int missing = upTo - bytes.position();
    byte[] read = cursor.readNBytes(missing);
    if (read.length < missing) {
      throw Damaged.cutOff("the header of the part ends too early");
    }
    bytes.put(read);
  }

  private static long end(long start, long length) throws Damaged {
    if (length > Long.MAX_VALUE - start) {
      throw Damaged.damaged("the part is longer than any file: " + length + " bytes");
    }
    return start + length;
  }

  private Optional<byte[]> record() throws IOException {
    byte[] prefix = body.readNBytes(Integer.BYTES);
    if (prefix.length == 0) {
      return Optional.empty();
    }
    if (prefix.length < Integer.BYTES) {
      throw Damaged.cutOff("the length of a record ends too early");
    }
    int length = ByteBuffer.wrap(prefix).getInt();
    if (length <= 0 || length > LONGEST_RECORD) {
      throw Damaged.damaged(
          "a record has a length of "
              + Integer.toUnsignedString(length)
              + " bytes; Teleport takes 1 to "
              + LONGEST_RECORD);
    }
    byte[] record = body.readNBytes(length);
    if (record.length < length) {
      throw Damaged.cutOff("a record ends too early");
    }
    return Optional.of(record);
  }

  /// What follows the gzip member within the body is padding too: old writers counted it in.
  private void endPart() throws IOException {
    inPart = false;
    if (bodyEnd > size) {
      throw Damaged.cutOff("the part ends too early");
    }
    cursor.limit(size);
    skipPadding();
  }

  private void skipPadding() throws IOException {
    if (partEnd > size) {
      throw Damaged.cutOff("the padding ends too early");
    }
    cursor.seek(partEnd);
  }

  @Override
  public void close() throws IOException {
    body.close();
    plain.close();
  }
}
