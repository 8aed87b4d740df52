package io.tapevault.node.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import io.tapevault.json.Json;
import io.tapevault.json.JsonReader;
import io.tapevault.json.Malformed;
import io.tapevault.node.disk.Disk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// A file of JSON documents, one a line, that is replaced as a whole: after a crash it is what it
/// was before or what it became. The first line has the version and the number of the others.
///
/// It only saves work: whoever reads it has to find out everything again where it is empty.
final class MarkJournal {

  private static final long VERSION = 1;

  private final Disk disk;
  private final Path file;
  private final Consumer<String> log;

  MarkJournal(Disk disk, Path file, Consumer<String> log) {
    this.disk = disk;
    this.file = file;
    this.log = log;
  }

  /// Reads one document, whose first token is the current one.
  interface Entry<T> {
    T read(JsonParser json) throws IOException;
  }

  /// Everything in it. What is torn, or of another version, is put aside beside it, and then there
  /// is nothing in it.
  <T> List<T> read(Entry<T> entry) throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      return entries(Files.readString(file, UTF_8).lines().toList(), entry);
    } catch (Malformed
        | CharacterCodingException
        | IllegalArgumentException
        | DateTimeException e) {
      log.accept(
          file
              + " cannot be used, and is now "
              + disk.setAside(file).getFileName()
              + ": "
              + e.getMessage());
      return List.of();
    }
  }

  private static <T> List<T> entries(List<String> lines, Entry<T> entry) throws IOException {
    if (lines.isEmpty()) {
      throw new Malformed("it is empty");
    }
    long[] head = {0, -1};
    JsonReader.document(
        "first line",
        () -> JsonReader.JSON.createParser(lines.getFirst()),
        json ->
            JsonReader.object(
                "first line",
                json,
                name -> {
                  if (name.equals("version")) {
                    head[0] = json.getLongValue();
                  } else if (name.equals("entries")) {
                    head[1] = json.getLongValue();
                  }
                }));
    if (head[0] != VERSION) {
      throw new Malformed("its version is " + head[0] + ", not " + VERSION);
    }
    if (head[1] != lines.size() - 1) {
      throw new Malformed("it has " + (lines.size() - 1) + " entries, not " + head[1]);
    }
    List<T> entries = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      JsonReader.document(
          "entry", () -> JsonReader.JSON.createParser(line), json -> entries.add(entry.read(json)));
    }
    return entries;
  }

  /// Replaces it. When it fails, what was there before is still there.
  void write(List<Json.Members> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(
        Json.object(json -> {
          json.writeNumberField("version", VERSION);
          json.writeNumberField("entries", entries.size());
        }));
    bytes.write('\n');
    for (Json.Members entry : entries) {
      bytes.writeBytes(Json.object(entry));
      bytes.write('\n');
    }
    disk.replace(file, bytes.toByteArray());
  }
}
