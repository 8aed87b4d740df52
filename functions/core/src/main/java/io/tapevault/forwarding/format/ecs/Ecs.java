package io.tapevault.forwarding.format.ecs;

import io.tapevault.event.AuditEvent;
import io.tapevault.forwarding.format.Code;
import io.tapevault.forwarding.format.Document;
import io.tapevault.forwarding.format.Mapping;
import io.tapevault.forwarding.format.Member;
import io.tapevault.forwarding.format.Table;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Events in ECS 8.11, by the tables `kinds.txt` and `fields.txt`, with the fields that Elastic's
/// own integration for Teleport uses. `event.original` is the whole event as text: what is not
/// mapped stands there and in no field, so that an index does not grow with what users name.
public final class Ecs {

  private static final Map<String, Kind> KINDS = kinds();
  private static final Mapping FIELDS = Mapping.of(Ecs.class, "fields.txt");
  private static final Kind ANY = new Kind(List.of(), List.of("info"));

  private Ecs() {}

  private record Kind(List<String> categories, List<String> types) {}

  private static Map<String, Kind> kinds() {
    Map<String, Kind> kinds = new HashMap<>();
    for (List<String> cells : Table.rows(Ecs.class, "kinds.txt", 3)) {
      kinds.put(
          cells.get(0),
          new Kind(List.of(cells.get(1).split(",", -1)), List.of(cells.get(2).split(",", -1))));
    }
    return kinds;
  }

  public static String text(AuditEvent event) {
    Map<String, Member> members = Member.of(event.json());
    Document document = new Document();
    document.put("@timestamp", DateTimeFormatter.ISO_INSTANT.format(event.time()));
    document.put("ecs.version", "8.11.0");
    document.put("event.id", event.identity());
    document.put("event.action", event.type());
    document.put("event.kind", "event");
    Kind kind = kind(event.type());
    if (!kind.categories().isEmpty()) {
      document.put("event.category", kind.categories());
    }
    document.put("event.type", kind.types());
    document.put("event.outcome", outcome(members));
    FIELDS.apply(event.type(), members, document);
    document.put("event.hash", event.hash());
    document.put("event.original", event.json());
    return document.json();
  }

  /// That of the type, or of the longest beginning of it, up to a dot, that the table has.
  private static Kind kind(String type) {
    for (String part = type; ; part = part.substring(0, part.lastIndexOf('.'))) {
      Kind kind = KINDS.get(part);
      if (kind != null) {
        return kind;
      }
      if (part.lastIndexOf('.') < 0) {
        return ANY;
      }
    }
  }

  private static String outcome(Map<String, Member> members) {
    return switch (Code.Result.of(members)) {
      case SUCCESS -> "success";
      case FAILURE -> "failure";
      case UNKNOWN -> "unknown";
    };
  }
}
