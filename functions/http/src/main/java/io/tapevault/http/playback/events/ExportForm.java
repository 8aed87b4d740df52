package io.tapevault.http.playback.events;

import io.tapevault.event.StoredEvent;
import io.tapevault.json.Csv;
import io.tapevault.json.FieldValues;
import io.tapevault.json.HarmlessJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// How events are taken along.
enum ExportForm {
  NDJSON("application/x-ndjson", "events.ndjson") {
    @Override
    String head() {
      return "";
    }

    @Override
    String row(String json) {
      return HarmlessJson.line(json) + '\n';
    }
  },
  /// The last column has all of it.
  CSV("text/csv; charset=utf-8; header=present", "events.csv") {
    @Override
    String head() {
      List<String> names = new ArrayList<>(COLUMNS);
      names.add("json");
      return Csv.row(names);
    }

    @Override
    String row(String json) {
      Map<String, List<String>> found = FieldValues.of(json, FIELDS);
      List<String> cells = new ArrayList<>();
      for (String column : COLUMNS) {
        cells.add(String.join(", ", found.getOrDefault(column, List.of())));
      }
      cells.add(HarmlessJson.line(json));
      return Csv.row(cells);
    }
  };

  private static final List<String> COLUMNS =
      List.of("time", "event", "code", "user", "login", "server_hostname", "sid", "uid");
  private static final Set<String> FIELDS = Set.copyOf(COLUMNS);

  private final String type;
  private final String file;

  ExportForm(String type, String file) {
    this.type = type;
    this.file = file;
  }

  String type() {
    return type;
  }

  String file() {
    return file;
  }

  abstract String head();

  abstract String row(String json);

  String row(StoredEvent event) {
    return row(event.event().json());
  }

  /// By the end of an export's name.
  static ExportForm of(String name) {
    return name.endsWith(CSV.file) ? CSV : NDJSON;
  }
}
