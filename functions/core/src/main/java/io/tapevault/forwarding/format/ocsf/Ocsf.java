package io.tapevault.forwarding.format.ocsf;

import io.tapevault.event.AuditEvent;
import io.tapevault.forwarding.format.Code;
import io.tapevault.forwarding.format.Document;
import io.tapevault.forwarding.format.Mapping;
import io.tapevault.forwarding.format.Member;
import io.tapevault.forwarding.format.Table;
import io.tapevault.forwarding.format.When;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Events in OCSF 1.8.0 with its host profile, by the tables `types.txt`, `classes.txt` and
/// `fields.txt`. What is not mapped stands in `unmapped`, exactly; an event that lacks what its
/// class needs is a base event.
public final class Ocsf {

  private static final Map<String, EventClass> CLASSES = classes();
  private static final Map<String, List<Activity>> TYPES = types();
  private static final Mapping FIELDS = Mapping.of(Ocsf.class, "fields.txt");
  private static final Activity BASE = new Activity(When.of("-"), "base_event", 99);
  private static final int OTHER = 99;
  // OCSF: of a fingerprint.
  private static final int SHA_256 = 3;

  private Ocsf() {}

  private record EventClass(long uid, long category, List<List<String>> needs) {
    boolean isMetBy(Document document) {
      return needs.stream().allMatch(one -> one.stream().anyMatch(document::has));
    }
  }

  private record Activity(When when, String eventClass, long id) {}

  private static Map<String, EventClass> classes() {
    Map<String, EventClass> classes = new HashMap<>();
    for (List<String> cells : Table.rows(Ocsf.class, "classes.txt", 4)) {
      classes.put(
          cells.get(0),
          new EventClass(
              Long.parseLong(cells.get(1)),
              Long.parseLong(cells.get(2)),
              Stream.of(cells.get(3).split(",", -1))
                  .map(need -> List.of(need.split("\\|", -1)))
                  .toList()));
    }
    return classes;
  }

  private static Map<String, List<Activity>> types() {
    Map<String, List<Activity>> types = new HashMap<>();
    for (List<String> cells : Table.rows(Ocsf.class, "types.txt", 4)) {
      types
          .computeIfAbsent(cells.get(0), type -> new ArrayList<>())
          .add(new Activity(When.of(cells.get(1)), cells.get(2), Long.parseLong(cells.get(3))));
    }
    return types;
  }

  public static String text(AuditEvent event) {
    Map<String, Member> members = Member.of(event.json());
    Document empty = new Document();
    for (Activity activity : TYPES.getOrDefault(event.type(), List.of())) {
      if (activity.when().holds(members, empty)) {
        Document document = head(event, members, activity);
        Set<String> taken = FIELDS.apply(activity.eventClass(), members, document);
        if (eventClass(activity).isMetBy(document)) {
          return whole(document, event, members, taken);
        }
      }
    }
    Document document = head(event, members, BASE);
    return whole(document, event, members, FIELDS.apply(BASE.eventClass(), members, document));
  }

  private static EventClass eventClass(Activity activity) {
    EventClass found = CLASSES.get(activity.eventClass());
    if (found == null) {
      throw new IllegalStateException("classes.txt has no " + activity.eventClass());
    }
    return found;
  }

  private static Document head(AuditEvent event, Map<String, Member> members, Activity activity) {
    EventClass eventClass = eventClass(activity);
    Document document = new Document();
    document.put("class_uid", eventClass.uid());
    document.put("category_uid", eventClass.category());
    document.put("activity_id", activity.id());
    if (activity.id() == OTHER) {
      document.put("activity_name", event.type());
    }
    document.put("type_uid", eventClass.uid() * 100 + activity.id());
    document.put("time", event.time().toEpochMilli());
    document.put("severity_id", severity(members));
    document.put("status_id", status(members));
    document.put("metadata.version", "1.8.0");
    document.put("metadata.profiles", List.of("host"));
    document.put("metadata.log_name", event.type());
    return document;
  }

  private static long severity(Map<String, Member> members) {
    return switch (Code.of(members)) {
      case UNKNOWN -> 0;
      case INFORMATION -> 1;
      case WARNING -> 2;
      case ERROR -> 3;
    };
  }

  private static long status(Map<String, Member> members) {
    return switch (Code.Result.of(members)) {
      case UNKNOWN -> 0;
      case SUCCESS -> 1;
      case FAILURE -> 2;
    };
  }

  private static String whole(
      Document document, AuditEvent event, Map<String, Member> members, Set<String> taken) {
    document.put("metadata.uid", event.identity());
    document.put("raw_data_hash.algorithm_id", SHA_256);
    document.put("raw_data_hash.value", event.hash());
    Document unmapped = new Document();
    members.forEach((name, member) -> {
      if (!taken.contains(name)) {
        unmapped.putMember(name, member);
      }
    });
    document.putRaw("unmapped", unmapped.json());
    return document.json();
  }
}
