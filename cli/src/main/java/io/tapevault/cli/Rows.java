package io.tapevault.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import io.tapevault.json.FieldValues;
import io.tapevault.json.HarmlessJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Prints JSON objects one after another, as a table, JSON, NDJSON or CSV. What is in them acts
/// neither on a terminal nor on a spreadsheet.
abstract sealed class Rows {

  enum Format {
    table,
    json,
    ndjson,
    csv
  }

  /// A column shows the first of its fields that is there, and takes so much room in a table. The
  /// field [#WHOLE] is the object itself.
  record Column(String name, int width, List<String> fields) {
    static Column of(String name, int width, String... fields) {
      return new Column(name, width, List.of(fields));
    }
  }

  static final String WHOLE = "*";

  /// Those of a table, those of CSV, and what holds all rows in JSON.
  record Columns(String member, List<Column> table, List<Column> csv) {}

  static Rows of(Format format, Columns columns, PrintWriter out) throws IOException {
    return switch (format) {
      case table -> new Table(columns.table(), out);
      case json -> new Document(columns.member(), out);
      case ndjson -> new Lines(out);
      case csv -> new Csv(columns.csv(), out);
    };
  }

  abstract void row(String json) throws IOException;

  /// What has been printed is there for who reads it.
  abstract void flush() throws IOException;

  /// After the last row.
  void end() throws IOException {
    flush();
  }

  /// On one line: outside of its strings, line ends mean nothing in JSON, and inside there are
  /// none.
  static String line(String json) {
    return HarmlessJson.of(json).replace('\n', ' ').replace('\r', ' ');
  }

  private static List<String> cells(String json, List<Column> columns) {
    Set<String> wanted =
        columns.stream().flatMap(one -> one.fields().stream()).collect(Collectors.toSet());
    Map<String, List<String>> found = FieldValues.of(json, wanted);
    return columns.stream().map(column -> cell(json, column, found)).toList();
  }

  private static String cell(String json, Column column, Map<String, List<String>> found) {
    if (column.fields().contains(WHOLE)) {
      return line(json);
    }
    return column.fields().stream()
        .filter(found::containsKey)
        .findFirst()
        .map(field -> SafeText.harmless(String.join(", ", found.getOrDefault(field, List.of()))))
        .orElse("");
  }

  private static final class Table extends Rows {
    private static final int LONGEST = 200;

    private final List<Column> columns;
    private final PrintWriter out;

    Table(List<Column> columns, PrintWriter out) {
      this.columns = columns;
      this.out = out;
      print(columns.stream().map(Column::name).toList());
    }

    @Override
    void row(String json) {
      print(cells(json, columns));
    }

    private void print(List<String> cells) {
      StringBuilder row = new StringBuilder();
      for (int i = 0; i < cells.size(); i++) {
        String cell = cut(cells.get(i).replace("\n", "\\n").replace("\t", "\\t"));
        row.append(cell);
        int room = columns.get(i).width() - cell.codePointCount(0, cell.length());
        row.append(" ".repeat(Math.max(0, room))).append("  ");
      }
      out.println(row.toString().stripTrailing());
    }

    private static String cut(String cell) {
      return cell.codePointCount(0, cell.length()) <= LONGEST
          ? cell
          : cell.substring(0, cell.offsetByCodePoints(0, LONGEST - 1)) + '…';
    }

    @Override
    void flush() {
      out.flush();
    }
  }

  private static final class Document extends Rows {
    private final PrintWriter out;
    private boolean first = true;

    Document(String member, PrintWriter out) {
      this.out = out;
      out.print("{\"" + member + "\":[");
    }

    @Override
    void row(String json) {
      out.print((first ? "\n" : ",\n") + line(json));
      first = false;
    }

    @Override
    void flush() {
      out.flush();
    }

    @Override
    void end() {
      out.println("\n]}");
      out.flush();
    }
  }

  private static final class Lines extends Rows {
    private final PrintWriter out;

    Lines(PrintWriter out) {
      this.out = out;
    }

    @Override
    void row(String json) {
      out.println(line(json));
    }

    @Override
    void flush() {
      out.flush();
    }
  }

  private static final class Csv extends Rows {
    private final List<Column> columns;
    private final CsvGenerator csv;

    Csv(List<Column> columns, PrintWriter out) throws IOException {
      this.columns = columns;
      this.csv =
          CsvFactory.builder()
              .enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING)
              .build()
              .createGenerator(out);
      csv.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      print(columns.stream().map(Column::name).toList());
    }

    @Override
    void row(String json) throws IOException {
      print(cells(json, columns).stream().map(Rows::noFormula).toList());
    }

    private void print(List<String> cells) throws IOException {
      csv.writeStartArray();
      for (String cell : cells) {
        csv.writeString(cell);
      }
      csv.writeEndArray();
    }

    @Override
    void flush() throws IOException {
      csv.flush();
    }
  }

  /// A spreadsheet computes what begins so; behind an apostrophe it is text. A number is one either
  /// way.
  static String noFormula(String cell) {
    boolean computes = !cell.isEmpty() && "=+-@\t\n".indexOf(cell.charAt(0)) >= 0;
    return computes && !cell.matches("-\\d{1,30}(\\.\\d{1,30})?") ? "'" + cell : cell;
  }
}
