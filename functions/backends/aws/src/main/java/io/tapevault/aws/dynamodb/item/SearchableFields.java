package io.tapevault.aws.dynamodb.item;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// What stays in the item of an event that is too large for it: members of modest size that are no
/// containers, enough to search by; and, shortened, what Teleport's rules of access and its lists
/// look at.
final class SearchableFields {

  private static final Set<String> SEARCHED =
      Set.of(
          "addr.local",
          "addr.remote",
          "cluster_name",
          "code",
          "ei",
          "event",
          "login",
          "namespace",
          "proto",
          "server_addr",
          "server_hostname",
          "server_id",
          "session_start",
          "session_stop",
          "sid",
          "success",
          "time",
          "uid",
          "user");

  private static final int MODEST = 4096;
  private static final int MODEST_ALTOGETHER = 32 * 1024;

  private SearchableFields() {}

  static Map<String, AttributeValue> of(Map<String, AttributeValue> fields) {
    Map<String, AttributeValue> searchable = new HashMap<>();
    long size = 0;
    for (Map.Entry<String, AttributeValue> member : fields.entrySet()) {
      String name = member.getKey();
      AttributeValue value = member.getValue();
      switch (name) {
        case "participants" -> searchable.put(name, shortenedList(value));
        case "db_query" -> searchable.put(name, shortenedText(value));
        default -> {
          long more = value.hasM() || value.hasL() ? Integer.MAX_VALUE : size(name, value);
          if (more <= MODEST && (SEARCHED.contains(name) || size + more <= MODEST_ALTOGETHER)) {
            searchable.put(name, value);
            size += more;
          }
        }
      }
    }
    return searchable;
  }

  private static long size(String name, AttributeValue value) {
    return ItemSize.utf8(name) + ItemSize.of(value);
  }

  private static AttributeValue shortenedList(AttributeValue value) {
    if (!value.hasL()) {
      return shortenedText(value);
    }
    List<AttributeValue> first = new ArrayList<>();
    long size = 0;
    for (AttributeValue element : value.l()) {
      size += 1 + ItemSize.of(element);
      if (size <= MODEST_ALTOGETHER) {
        first.add(element);
      }
    }
    return AttributeValue.fromL(first);
  }

  private static AttributeValue shortenedText(AttributeValue value) {
    String text = value.s();
    if (text == null || text.length() <= MODEST) {
      return value;
    }
    int end = Character.isHighSurrogate(text.charAt(MODEST - 1)) ? MODEST - 1 : MODEST;
    return AttributeValue.fromS(text.substring(0, end));
  }
}
