package io.tapevault.forwarding.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A table beside the code: a row in each line, its cells apart by blanks, and what follows a `#`
/// is for people. In a cell that begins with `=`, a `_` is a blank.
public final class Table {

  private Table() {}

  /// Throws an [IllegalStateException] where a row has another number of cells.
  public static List<List<String>> rows(Class<?> beside, String name, int cells) {
    List<List<String>> rows = new ArrayList<>();
    for (String line : text(beside, name).lines().toList()) {
      String row = line.replaceFirst("(^|\\s)#.*", "").strip();
      if (!row.isEmpty()) {
        List<String> read = Stream.of(row.split("\\s+")).map(Table::cell).toList();
        if (read.size() != cells) {
          throw new IllegalStateException(name + ": " + row);
        }
        rows.add(read);
      }
    }
    return rows;
  }

  private static String cell(String written) {
    return written.startsWith("=") ? written.replace('_', ' ') : written;
  }

  private static String text(Class<?> beside, String name) {
    try (InputStream in = beside.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("there is no table " + name);
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
