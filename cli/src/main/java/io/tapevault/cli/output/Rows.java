package io.tapevault.cli.output;

import io.tapevault.json.Csv;
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
public abstract sealed class Rows {

  public enum Format {
    table,
    json,
    ndjson,
    csv
  }

  /// A column shows the first of its fields that is there, and takes so much room in a table. The
  /// field [#WHOLE] is the object itself.
  public record Column(String name, int width, List<String> fields) {
    public static Column of(String name, int width, String... fields) {
      return new Column(name, width, List.of(fields));
    }
  }

  public static final String WHOLE = "*";

  /// Those of a table, those of CSV, and what holds all rows in JSON.
  public record Columns(String member, List<Column> table, List<Column> csv) {}

  public static Rows of(Format format, Columns columns, PrintWriter out) throws IOException {
    return switch (format) {
      case table -> new Table(columns.table(), out);
      case json -> new Document(columns.member(), out);
      case ndjson -> new Lines(out);
      case csv -> new Cells(columns.csv(), out);
    };
  }

  public abstract void row(String json) throws IOException;

  /// What has been printed is there for who reads it.
  public abstract void flush() throws IOException;

  /// After the last row.
  public void end() throws IOException {
    flush();
  }

  private static List<String> cells(String json, List<Column> columns) {
    Set<String> wanted =
        columns.stream().flatMap(one -> one.fields().stream()).collect(Collectors.toSet());
    Map<String, List<String>> found = FieldValues.of(json, wanted);
    return columns.stream().map(column -> cell(json, column, found)).toList();
  }

  private static String cell(String json, Column column, Map<String, List<String>> found) {
    if (column.fields().contains(WHOLE)) {
      return HarmlessJson.line(json);
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
    public void row(String json) {
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
    public void flush() {
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
    public void row(String json) {
      out.print((first ? "\n" : ",\n") + HarmlessJson.line(json));
      first = false;
    }

    @Override
    public void flush() {
      out.flush();
    }

    @Override
    public void end() {
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
    public void row(String json) {
      out.println(HarmlessJson.line(json));
    }

    @Override
    public void flush() {
      out.flush();
    }
  }

  private static final class Cells extends Rows {
    private final List<Column> columns;
    private final PrintWriter out;

    Cells(List<Column> columns, PrintWriter out) {
      this.columns = columns;
      this.out = out;
      out.print(Csv.row(columns.stream().map(Column::name).toList()));
    }

    @Override
    public void row(String json) {
      out.print(Csv.row(cells(json, columns)));
    }

    @Override
    public void flush() {
      out.flush();
    }
  }
}
