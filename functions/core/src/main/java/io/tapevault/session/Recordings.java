package io.tapevault.session;

import io.tapevault.recording.Damaged;
import io.tapevault.recording.RangeCursor;
import io.tapevault.recording.RecordingFormat;
import io.tapevault.recording.RecordingReader;
import io.tapevault.recording.RecordingReader.Records;
import io.tapevault.recording.RecordingSource;
import io.tapevault.recording.RecordingSummary;
import io.tapevault.recording.asciicast.Asciicast;
import io.tapevault.recording.asciicast.CastRecords;
import io.tapevault.recording.asciicast.CastVersion;
import io.tapevault.recording.protostream.Decryption;
import io.tapevault.recording.protostream.ProtoStream;
import io.tapevault.recording.tarball.TarDirectory;
import io.tapevault.recording.tarball.Tarball;
import io.tapevault.recording.typescript.Typescript;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Opens recordings of any format, and converts them.
public final class Recordings {

  // What tells a tar from anything else.
  private static final int HEAD = 512;

  private Recordings() {}

  /// Looks at the content, never at a name. Throws [Damaged] where there is nothing to read.
  public static RecordingReader open(RecordingSource source) throws IOException {
    return open(source, null);
  }

  /// The same; with `decryption`, of encrypted parts too.
  public static RecordingReader open(RecordingSource source, @Nullable Decryption decryption)
      throws IOException {
    byte[] head = head(source);
    try {
      Optional<? extends Records> records = ProtoStream.open(source, head, decryption);
      if (records.isEmpty()) {
        records = archive(source, head);
      }
      if (records.isEmpty()) {
        records = CastRecords.open(source, head);
      }
      return new RecordingReader(records.orElseThrow(() -> unknown(head)));
    } catch (Damaged e) {
      throw e.at("the first bytes", 0, 0);
    }
  }

  private static Optional<? extends Records> archive(RecordingSource source, byte[] head)
      throws IOException {
    Optional<TarDirectory> directory = TarDirectory.open(source, head);
    if (directory.isEmpty()) {
      return Optional.empty();
    }
    Optional<Typescript> typescript = Typescript.open(source, directory.get());
    return typescript.isPresent() ? typescript : Optional.of(new Tarball(source, directory.get()));
  }

  /// Writes a recording to `out` as asciicast v2. Of one that is damaged, what can be read; it
  /// throws [Damaged] only where it is no recording at all, and has then written nothing.
  public static RecordingSummary toAsciicast(RecordingSource source, OutputStream out)
      throws IOException {
    return toAsciicast(source, out, CastVersion.V2);
  }

  /// The same as asciicast v3, where that is wanted: intervals, which add up to the times of v2.
  public static RecordingSummary toAsciicast(
      RecordingSource source, OutputStream out, CastVersion version) throws IOException {
    try (RecordingReader reader = open(source)) {
      return Asciicast.convert(reader, out, version);
    }
  }

  /// As far as the first bytes alone tell: not what is in a tar.
  static Optional<RecordingFormat> format(RecordingSource source) throws IOException {
    byte[] head = head(source);
    Optional<? extends Records> records = ProtoStream.open(source, head, null);
    if (records.isEmpty()) {
      records = CastRecords.open(source, head);
    }
    if (records.isEmpty()) {
      return Optional.empty();
    }
    try (Records one = records.get()) {
      return Optional.of(one.format());
    }
  }

  private static byte[] head(RecordingSource source) throws IOException {
    try (RangeCursor cursor = RangeCursor.through(source, 0, Math.min(source.size(), HEAD))) {
      return cursor.readAllBytes();
    }
  }

  private static Damaged unknown(byte[] head) {
    long version = head.length < Long.BYTES ? 0 : ByteBuffer.wrap(head).getLong();
    if (version > 2 && version <= 0xff) {
      return Damaged.damaged("version " + version + " of the recording format is not known here");
    }
    if (head.length > 1 && head[0] == 0x1f && head[1] == (byte) 0x8b) {
      return Damaged.damaged("this is packed with gzip; what it holds may be a recording");
    }
    if (CastRecords.isObject(head)) {
      return Damaged.damaged("this is JSON, and no asciicast of version 1, 2 or 3");
    }
    if (head.length < HEAD) {
      return Damaged.cutOff("there are only " + head.length + " bytes");
    }
    return Damaged.damaged("this is neither a tar nor a stream of events");
  }
}
