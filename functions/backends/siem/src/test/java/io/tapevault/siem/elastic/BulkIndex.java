package io.tapevault.siem.elastic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tapevault.testkit.siem.Answer;
import io.tapevault.testkit.siem.FaultySiem.Request;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// An index that maps as Elasticsearch and OpenSearch do: the first kind of a name wins, and there
/// are at most 1,000 names. It takes bodies up to a limit, and the same id once.
final class BulkIndex implements Answer {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int FIELDS = 1_000;

  private final Map<String, JsonNode> documents = new LinkedHashMap<>();
  private final Map<String, String> kinds = new TreeMap<>();
  private final int most;

  BulkIndex(int most) {
    this.most = most;
  }

  static List<String> ids(Request request) throws IOException {
    List<String> ids = new ArrayList<>();
    for (String line : request.body().split("\n", -1)) {
      if (line.startsWith("{\"create\":")) {
        ids.add(JSON.readTree(line).path("create").path("_id").asText());
      }
    }
    return ids;
  }

  static List<JsonNode> sources(Request request) throws IOException {
    String[] lines = request.body().split("\n", -1);
    List<JsonNode> sources = new ArrayList<>();
    for (int i = 1; i < lines.length; i += 2) {
      sources.add(JSON.readTree(lines[i]));
    }
    return sources;
  }

  synchronized List<JsonNode> documents() {
    return List.copyOf(documents.values());
  }

  @Override
  public void to(Request request, Socket connection) throws IOException, InterruptedException {
    answer(request).to(request, connection);
  }

  private synchronized Answer answer(Request request) throws IOException {
    if (request.body().length() > most) {
      return Answer.status(413);
    }
    return Answer.saying(
        200, "{\"took\":1,\"errors\":true,\"items\":[" + String.join(",", take(request)) + "]}");
  }

  /// Takes what can be, and says what became of each.
  synchronized List<String> take(Request request) throws IOException {
    List<String> ids = ids(request);
    List<JsonNode> sources = sources(request);
    List<String> items = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      items.add(create(ids.get(i), sources.get(i)));
    }
    return items;
  }

  private String create(String id, JsonNode source) {
    if (documents.containsKey(id)) {
      return item(409, "version_conflict_engine_exception");
    }
    Map<String, String> found = new TreeMap<>(kinds);
    if (!map("", source, found) || found.size() > FIELDS) {
      return item(400, "mapper_parsing_exception");
    }
    kinds.putAll(found);
    documents.put(id, source);
    return "{\"create\":{\"status\":201}}";
  }

  private static boolean map(String path, JsonNode value, Map<String, String> kinds) {
    if (value.isNull()) {
      return true;
    }
    String kind = value.isObject() ? "object" : "text";
    if (!kinds.computeIfAbsent(path, none -> kind).equals(kind)) {
      return false;
    }
    boolean fits = true;
    for (var member : value.properties()) {
      fits &= map(path + "." + member.getKey(), member.getValue(), kinds);
    }
    return fits;
  }

  static String item(int status, String type) {
    return "{\"create\":{\"_index\":\"i\",\"status\":%d,\"error\":{\"type\":\"%s\",\"reason\":\"because\"}}}"
        .formatted(status, type);
  }
}
