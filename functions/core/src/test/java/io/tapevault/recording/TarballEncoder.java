package io.tapevault.recording;

import io.tapevault.recording.RecordedEvent.Printed;
import io.tapevault.recording.RecordedEvent.Resized;
import io.tapevault.recording.RecordedEvent.SessionStarted;
import io.tapevault.recording.RecordedEvent.Stamp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/// Writes tarballs of 2018: the files by hand, the tar by another library or, for what no library
/// writes, by hand too.
final class TarballEncoder {

  private TarballEncoder() {}

  /// The files of a recording in which the recorder changed after every `perFile` events.
  static Map<String, byte[]> files(String sid, List<RecordedEvent> events, int perFile) {
    StringBuilder index = new StringBuilder();
    Map<String, byte[]> eventFiles = new LinkedHashMap<>();
    Map<String, byte[]> chunkFiles = new LinkedHashMap<>();
    long offset = 0;
    for (int from = 0; from < events.size(); from += perFile) {
      List<RecordedEvent> slice = events.subList(from, Math.min(events.size(), from + perFile));
      long first = slice.getFirst().stamp().index();
      String eventsName = sid + "-" + first + ".events.gz";
      String chunksName = sid + "-" + offset + ".chunks.gz";
      StringBuilder lines = new StringBuilder();
      ByteArrayOutputStream chunks = new ByteArrayOutputStream();
      for (RecordedEvent event : slice) {
        lines.append(line(event, offset + chunks.size())).append('\n');
        if (event instanceof Printed print) {
          byte[] bytes = new byte[print.data().remaining()];
          print.data().get(bytes);
          chunks.writeBytes(bytes);
        }
      }
      index.append(indexLine(eventsName, "events", first, 0));
      eventFiles.put(eventsName, ProtoStreamEncoder.gzip(utf8(lines.toString())));
      if (chunks.size() > 0) {
        index.append(indexLine(chunksName, "chunks", 0, offset));
        chunkFiles.put(chunksName, ProtoStreamEncoder.gzip(chunks.toByteArray()));
      }
      offset += chunks.size();
    }
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(sid + ".index", utf8(index.toString()));
    files.putAll(eventFiles);
    files.putAll(chunkFiles);
    return files;
  }

  static String indexLine(String file, String type, long index, long offset) {
    return "{\"file_name\":\""
        + file
        + "\",\"type\":\""
        + type
        + "\",\"index\":"
        + index
        + ",\"offset\":"
        + offset
        + "}\n";
  }

  static byte[] tar(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
        entry.setSize(file.getValue().length);
        tar.putArchiveEntry(entry);
        tar.write(file.getValue());
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  /// One header and the blocks after it, whatever it says.
  static byte[] entry(String name, char kind, String size, byte[] content) {
    byte[] header = new byte[512];
    put(header, 0, name);
    put(header, 100, "0000640\0");
    put(header, 124, size);
    header[156] = (byte) kind;
    put(header, 257, "ustar\00000");
    put(header, 148, "        ");
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    put(header, 148, String.format("%06o\0 ", sum));
    return ByteBuffer.allocate(512 + (content.length + 511) / 512 * 512)
        .put(header)
        .put(content)
        .array();
  }

  static byte[] file(String name, byte[] content) {
    return entry(name, '0', octal(content.length), content);
  }

  static String octal(long size) {
    return String.format("%011o ", size);
  }

  static byte[] joined(byte[]... pieces) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] piece : pieces) {
      bytes.writeBytes(piece);
    }
    return bytes.toByteArray();
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  private static String line(RecordedEvent event, long offset) {
    Stamp stamp = event.stamp();
    String common =
        "\"ei\":"
            + stamp.index()
            + ",\"event\":\""
            + stamp.type()
            + "\",\"time\":\""
            + stamp.time()
            + "\"";
    return switch (event) {
      case SessionStarted start ->
          "{"
              + common
              + field("sid", start.origin().sessionId())
              + field("user", start.origin().user())
              + field("login", start.origin().login())
              + field("server_hostname", start.origin().server())
              + field("size", String.valueOf(start.size()))
              + "}";
      case Printed print ->
          "{"
              + common
              + ",\"bytes\":"
              + print.data().remaining()
              + ",\"ms\":"
              + print.delayMillis()
              + ",\"offset\":"
              + offset
              + ",\"ci\":0}";
      case Resized to ->
          "{" + common + field("size", to.size().toString()) + ",\"nested\":{\"size\":\"1:1\"}}";
      case RecordedEvent.SessionEnded _, RecordedEvent.Marked _, RecordedEvent.Other _ ->
          "{" + common + ",\"participants\":[]}";
    };
  }

  private static String field(String name, String value) {
    return ",\"" + name + "\":\"" + value + "\"";
  }
}
