package io.tapevault.recording.database;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What a user and a database said to each other, as lines for a reader: of one event. Nothing in
/// them acts on a terminal.
///
/// A question stays as it was asked, on as many lines as it had, so that what is to be masked in it
/// is found.
public final class Dialogue {

  /// Stands where a recording has a terminal's size: most questions fit on a line.
  public static final int COLUMNS = 160;

  public static final int ROWS = 48;

  /// What is said before all else.
  public static final String NO_TERMINAL =
      "there is no terminal in it: these are the questions to a database, and its answers";

  private static final String PREFIX = "db.session.";
  private static final String NAME = "db_name";
  private static final String ERROR = "error";
  private static final String SUCCESS = "success";
  private static final List<String> QUESTIONS = List.of("db_query", "query");
  private static final Set<String> WHERE = Set.of("db_service", "db_protocol", NAME, "db_user");
  private static final Set<String> OTHERS =
      Set.of(
          "statement_name",
          "portal_name",
          "statement_id",
          "parameter_id",
          "data_size",
          "rows_count",
          "schema_name",
          "process_id",
          "proc_name",
          "function_oid",
          "path",
          "raw_query",
          "method",
          "target",
          "status_code",
          "query_id",
          "keyspace",
          "batch_type",
          "procedure");

  /// The members of an event, by their names in JSON, that are asked for.
  public static final Set<String> MEMBERS = members();

  /// Those that are lists of texts: an event has one of them at most.
  public static final List<String> LISTS =
      List.of("db_query_parameters", "parameters", "function_args");

  private Dialogue() {}

  private static Set<String> members() {
    Set<String> all = new HashSet<>(OTHERS);
    all.addAll(WHERE);
    all.addAll(QUESTIONS);
    all.addAll(Set.of(SUCCESS, ERROR, "affected_records"));
    return Set.copyOf(all);
  }

  public static boolean isOne(String type) {
    return type.startsWith(PREFIX);
  }

  /// The text of one event of type `db.session.…`: lines that end with CR and LF.
  public static String of(String type, Map<String, String> members, List<String> parameters) {
    List<String> lines = new ArrayList<>();
    String what = type.substring(Math.min(PREFIX.length(), type.length()));
    switch (what) {
      case "start" -> lines.add(connected(members));
      case "end" -> lines.add("disconnected");
      case "result" -> lines.add(result(members));
      default -> lines.add(asked(what, members));
    }
    for (int i = 0; i < parameters.size(); i++) {
      lines.add("  $" + (i + 1) + " = " + parameters.get(i));
    }
    if (failed(members) && !what.equals("start") && !what.equals("result")) {
      lines.add("  failed: " + why(members));
    }
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(harmless(line)).append("\r\n"));
    return text.toString();
  }

  /// The question alone; empty where the event asks none.
  public static String question(Map<String, String> members) {
    return QUESTIONS.stream()
        .map(name -> members.getOrDefault(name, ""))
        .filter(text -> !text.isEmpty())
        .findFirst()
        .orElse("");
  }

  private static boolean failed(Map<String, String> members) {
    return "false".equals(members.get(SUCCESS));
  }

  private static String why(Map<String, String> members) {
    return members.getOrDefault(ERROR, "no reason is told");
  }

  private static String connected(Map<String, String> members) {
    String where =
        "%s (%s) at %s as %s"
            .formatted(
                said(members, NAME),
                said(members, "db_protocol"),
                said(members, "db_service"),
                said(members, "db_user"));
    return failed(members)
        ? "not connected to " + where + ": " + why(members)
        : "connected to " + where;
  }

  private static String said(Map<String, String> members, String name) {
    String text = members.getOrDefault(name, "");
    return text.isEmpty() ? "?" : text;
  }

  private static String result(Map<String, String> members) {
    if (failed(members)) {
      return "  failed: " + why(members);
    }
    String affected = members.getOrDefault("affected_records", "0");
    return affected.equals("0") ? "  done" : "  done: " + affected + " records";
  }

  private static String asked(String what, Map<String, String> members) {
    String prompt = members.getOrDefault(NAME, "") + "> ";
    String question = question(members);
    StringBuilder asked = new StringBuilder(prompt);
    if (!what.startsWith("query")) {
      asked.append('(').append(what);
      new TreeMap<>(members)
          .forEach((name, text) -> {
            if (OTHERS.contains(name) && !text.isEmpty()) {
              asked.append(' ').append(name).append('=').append(text);
            }
          });
      asked.append(question.isEmpty() ? ")" : ") ");
    }
    return asked.append(question).toString();
  }

  /// Line ends and tabs stay; what else a terminal would act on is spelled.
  private static String harmless(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> {
          if (c == '\n') {
            out.append("\r\n");
          } else if (c == '\t') {
            out.append("    ");
          } else if (c != '\r') {
            int type = Character.getType(c);
            boolean acts =
                type == Character.CONTROL
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR
                    || (c >= 0x202A && c <= 0x202E)
                    || (c >= 0x2066 && c <= 0x2069);
            if (acts) {
              out.append(String.format("\\u%04x", c));
            } else {
              out.appendCodePoint(type == Character.SURROGATE ? 0xFFFD : c);
            }
          }
        });
    return out.toString();
  }
}
