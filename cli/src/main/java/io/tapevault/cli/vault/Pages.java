package io.tapevault.cli.vault;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tapevault.json.ForeignJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What a vault has by pages, one element after another, each as it is spelled there. One page is
/// held at a time.
public record Pages(VaultAddress vault, String path, String member, int mostAtOnce) {

  private static final JsonFactory JSON = ForeignJson.ofEvents();

  /// Of events.
  public static Pages events(VaultAddress vault) {
    return new Pages(vault, "/v1/events", "events", 1_000);
  }

  /// Of sessions.
  public static Pages sessions(VaultAddress vault) {
    return new Pages(vault, "/v1/sessions", "sessions", 500);
  }

  /// Who takes an element.
  public interface Each {
    void take(String json) throws IOException, InterruptedException;
  }

  /// Who follows has a cursor of the last page, too.
  public record Page(List<String> elements, String cursor, boolean more) {}

  public Page page(Map<String, String> query) throws IOException, InterruptedException {
    Map<String, String> asked = new TreeMap<>(query);
    asked.put("limit", Integer.toString(mostAtOnce));
    return read(vault.text(path + '?' + spelled(asked)), member);
  }

  /// At most `most` elements; true where there are more.
  public boolean each(Map<String, String> query, long most, Each each)
      throws IOException, InterruptedException {
    Map<String, String> asked = new TreeMap<>(query);
    long left = most;
    while (true) {
      asked.put("limit", Long.toString(Math.clamp(left, 1, mostAtOnce)));
      Page page = read(vault.text(path + '?' + spelled(asked)), member);
      for (String element : page.elements()) {
        if (left-- == 0) {
          return true;
        }
        each.take(element);
      }
      if (page.cursor().isEmpty()) {
        return false;
      }
      if (left == 0) {
        return true;
      }
      asked.put("cursor", page.cursor());
    }
  }

  public static String spelled(Map<String, String> query) {
    return query.entrySet().stream()
        .map(one -> one.getKey() + '=' + VaultAddress.encoded(one.getValue()))
        .collect(Collectors.joining("&"));
  }

  /// The elements of the member, and the cursor, which is empty on the last page.
  static Page read(String json, String member) throws IOException {
    List<String> elements = new ArrayList<>();
    String cursor = "";
    boolean last = false;
    try (JsonParser parser = JSON.createParser(json)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (name.equals(member) && value == JsonToken.START_ARRAY) {
          while (parser.nextToken() != JsonToken.END_ARRAY) {
            int from = (int) parser.currentTokenLocation().getCharOffset();
            parser.skipChildren();
            elements.add(json.substring(from, (int) parser.currentLocation().getCharOffset()));
          }
        } else if (name.equals("cursor")) {
          cursor = parser.getText();
        } else if (name.equals("more")) {
          last = value == JsonToken.VALUE_FALSE;
        }
        parser.skipChildren();
      }
    }
    return new Page(elements, cursor, !cursor.isEmpty() && !last);
  }
}
