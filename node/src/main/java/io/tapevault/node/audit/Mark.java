package io.tapevault.node.audit;

import com.fasterxml.jackson.core.JsonParser;
import io.tapevault.event.Sha256;
import io.tapevault.json.Json;
import io.tapevault.json.JsonReader;
import io.tapevault.json.Malformed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;

/// How far a log has been read, held by its content: the digests of its first bytes and of the last
/// ones before the position, as they were read. Neither its name nor its inode says that a file is
/// the one that was read.
record Mark(long position, Window head, Window tail) {

  static final Mark BEGIN = new Mark(0, Window.NONE, Window.NONE);
  static final int MOST = 4096;

  /// The digest of some bytes of a file.
  record Window(long from, int length, String sha256) {
    static final Window NONE = new Window(0, 0, Sha256.of());

    boolean isIn(FileChannel file) throws IOException {
      ByteBuffer bytes = ByteBuffer.allocate(length);
      while (bytes.hasRemaining()) {
        if (file.read(bytes, from + bytes.position()) < 0) {
          return false;
        }
      }
      return Sha256.of(bytes.array()).equals(sha256);
    }
  }

  /// Behind bytes that were read from here on: their beginning, as far as it counts, and their end.
  Mark behind(byte[] first, byte[] last, long end) {
    byte[] head = Arrays.copyOf(first, Math.min(MOST, first.length));
    byte[] tail = Arrays.copyOfRange(last, Math.max(0, last.length - MOST), last.length);
    return new Mark(
        end,
        position == 0 ? new Window(0, head.length, Sha256.of(head)) : this.head,
        new Window(end - tail.length, tail.length, Sha256.of(tail)));
  }

  /// Whether what was read is what stands before the position in this file.
  boolean isIn(FileChannel file) throws IOException {
    return file.size() >= position && head.isIn(file) && tail.isIn(file);
  }

  Json.Members json(String path) {
    return json -> {
      json.writeStringField("file", path);
      json.writeNumberField("position", position);
      json.writeNumberField("head_length", head.length);
      json.writeStringField("head_sha256", head.sha256);
      json.writeNumberField("tail_length", tail.length);
      json.writeStringField("tail_sha256", tail.sha256);
    };
  }

  /// A mark, and the file that it was set in.
  record InFile(Path path, Mark mark) {

    static InFile read(JsonParser json) throws IOException {
      String[] texts = {null, null, null};
      long[] numbers = {-1, -1, -1};
      JsonReader.object(
          "mark",
          json,
          name -> {
            switch (name) {
              case "file" -> texts[0] = JsonReader.text(name, json);
              case "head_sha256" -> texts[1] = JsonReader.text(name, json);
              case "tail_sha256" -> texts[2] = JsonReader.text(name, json);
              case "position" -> numbers[0] = json.getLongValue();
              case "head_length" -> numbers[1] = json.getLongValue();
              case "tail_length" -> numbers[2] = json.getLongValue();
              default -> {}
            }
          });
      for (long length : new long[] {numbers[1], numbers[2]}) {
        if (numbers[0] < 0 || length < 0 || length > Math.min(MOST, numbers[0])) {
          throw new Malformed("a position or a length is none");
        }
      }
      Window head = new Window(0, (int) numbers[1], JsonReader.present("head_sha256", texts[1]));
      Window tail =
          new Window(
              numbers[0] - numbers[2],
              (int) numbers[2],
              JsonReader.present("tail_sha256", texts[2]));
      Path file = Path.of(JsonReader.present("file", texts[0]));
      return new InFile(file, new Mark(numbers[0], head, tail));
    }
  }
}
