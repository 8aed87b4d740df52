package io.tapevault.json;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Rows as RFC 4180 has them, but for the line end, in which no cell is a formula.
///
/// Jackson's own writer needs databind, which no function loads that somebody waits for; its reader
/// reads these rows in a test.
public final class Csv {

  // A spreadsheet computes what begins so. The apostrophe is there so that one can be taken away
  // again wherever one stands.
  private static final String COMPUTED = "=+-@\t\r\n'";
  private static final Pattern NUMBER = Pattern.compile("-\\d{1,30}(\\.\\d{1,30})?");
  private static final String QUOTED = ",\"\r\n";

  private Csv() {}

  /// One row, with its line end.
  public static String row(List<String> cells) {
    return cells.stream().map(Csv::cell).collect(Collectors.joining(",", "", "\n"));
  }

  private static String cell(String text) {
    String cell = noFormula(text);
    boolean blank = cell.startsWith(" ") || cell.endsWith(" ") || cell.endsWith("\t");
    return blank || cell.chars().anyMatch(c -> QUOTED.indexOf(c) >= 0)
        ? '"' + cell.replace("\"", "\"\"") + '"'
        : cell;
  }

  /// Behind an apostrophe it is text. A number is one either way. Whoever takes the first
  /// apostrophe of each cell away has the text as it was.
  public static String noFormula(String cell) {
    boolean computes = !cell.isEmpty() && COMPUTED.indexOf(cell.charAt(0)) >= 0;
    return computes && !NUMBER.matcher(cell).matches() ? "'" + cell : cell;
  }
}
