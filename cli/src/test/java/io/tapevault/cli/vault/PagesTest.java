package io.tapevault.cli.vault;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import io.tapevault.cli.output.Rows;
import io.tapevault.cli.output.Rows.Column;
import io.tapevault.cli.output.Rows.Columns;
import io.tapevault.cli.output.Rows.Format;
import io.tapevault.json.Csv;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How pages are read and printed.
final class PagesTest {

  private static final Columns COLUMNS =
      new Columns(
          "events",
          List.of(Column.of("USER", 6, "user"), Column.of("N", 0, "n")),
          List.of(Column.of("user", 0, "user"), Column.of("n", 0, "n")));

  private static String printed(Format format, String... rows) throws Exception {
    StringWriter text = new StringWriter();
    Rows printed = Rows.of(format, COLUMNS, new PrintWriter(text));
    for (String row : rows) {
      printed.row(row);
    }
    printed.end();
    return text.toString();
  }

  @Test
  void elements_stay_as_they_are_spelled() throws Exception {
    String first = "{\"n\":1.0e2147483648, \"s\":\"]\\u00e9😀\"}";
    assertEquals(
        new Pages.Page(List.of(first, "{}"), "next", true),
        Pages.read("{\"events\":[ " + first + " ,{}],\"more\":{},\"cursor\":\"next\"}", "events"));
    assertEquals(new Pages.Page(List.of(), "", false), Pages.read("{\"events\":[]}", "events"));
    assertEquals(
        new Pages.Page(List.of(), "next", false),
        Pages.read("{\"events\":[],\"cursor\":\"next\",\"more\":false}", "events"));
  }

  @ParameterizedTest
  @CsvSource({
    "=1+1, '''=1+1'",
    "+1, '''+1'",
    "-1+1, '''-1+1'",
    "-1, -1",
    "-1.5, -1.5",
    "@x, '''@x'",
    "a=1, a=1",
    "'', ''"
  })
  void no_cell_is_a_formula(String cell, String printed) {
    assertEquals(printed, Csv.noFormula(cell));
  }

  @Test
  void what_another_reader_of_csv_reads_is_what_was_there() throws Exception {
    List<String> cells =
        List.of(
            "-1250.5",
            "-2+3",
            "\t=1",
            "\r=1",
            "'=1",
            "two blanks  ",
            " a",
            "a,\"b\"\nc",
            "",
            "ü😀");
    String csv = Csv.row(cells) + Csv.row(cells);
    try (MappingIterator<List<String>> rows =
        new CsvMapper()
            .readerForListOf(String.class)
            .with(CsvParser.Feature.WRAP_AS_ARRAY)
            .readValues(csv)) {
      for (List<String> row : rows.readAll()) {
        assertEquals(
            cells,
            row.stream().map(cell -> cell.startsWith("'") ? cell.substring(1) : cell).toList());
      }
    }
  }

  @Test
  void csv_quotes_what_it_has_to_and_has_its_header_without_rows_too() throws Exception {
    assertEquals("user,n\n", printed(Format.csv));
    assertEquals(
        "user,n\n\"a,\"\"b\"\"\nc\",1.50\n'=x,\n",
        printed(
            Format.csv,
            "{\"user\":\"a,\\\"b\\\"\\nc\",\"n\":1.50}",
            "{\"user\":\"=x\",\"n\":null}"));
  }

  @Test
  void json_and_ndjson_have_each_object_on_a_line_of_its_own() throws Exception {
    assertEquals("{\"events\":[\n]}\n", printed(Format.json));
    assertEquals("{\"events\":[\n{},\n{ }\n]}\n", printed(Format.json, "{}", "{\n}"));
    assertEquals("{}\n{ }\n", printed(Format.ndjson, "{}", "{\r}"));
  }

  @Test
  void nothing_in_a_cell_acts_on_a_terminal_or_breaks_a_row() throws Exception {
    assertEquals(
        "USER    N\n\\u001b[2Ja\\nb  \\u202e\n",
        printed(Format.table, "{\"user\":\"\\u001b[2Ja\\nb\",\"n\":\"\\u202e\"}"));
    assertEquals("{\"a\":\"\\u009b\"}\n", printed(Format.ndjson, "{\"a\":\"\u009b\"}"));
  }
}
