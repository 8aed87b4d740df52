package io.tapevault.http.playback.events;

import io.tapevault.event.Where;
import io.tapevault.http.playback.asked.Parameters;
import io.tapevault.http.playback.asked.Parameters.NotValid;
import io.tapevault.predicate.Condition;
import io.tapevault.predicate.Predicates;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Which kinds of events a request asks for: `type`, `code`, `user`, `session`, `server`, `success`
/// and `where`. All that is said has to hold; of several values of one, any.
record EventFilter(Set<String> types, Where where, String text) {

  // DynamoDB compares with 100 values at once.
  static final int MOST_VALUES = 100;

  private static final List<String> SERVER = List.of("server_id", "server_hostname");

  static EventFilter of(Parameters asked) throws NotValid {
    Set<String> types = values(asked, "type");
    List<Condition> all = new ArrayList<>();
    if (types.stream().anyMatch(type -> type.endsWith("*"))) {
      all.add(typed(types));
      types = Set.of();
    }
    one(asked, "code", List.of("code"), all);
    one(asked, "user", List.of("user"), all);
    one(asked, "session", List.of("sid"), all);
    one(asked, "server", SERVER, all);
    success(asked, all);
    where(asked, all);
    String text = asked.all("type") + " " + all;
    return new EventFilter(types, all.isEmpty() ? Where.ANYTHING : new Condition.AllOf(all), text);
  }

  private static Set<String> values(Parameters asked, String name) throws NotValid {
    Set<String> values = new TreeSet<>();
    for (String several : asked.all(name)) {
      // A user may have a comma in his name; a type has none.
      values.addAll(
          name.equals("type") || name.equals("code")
              ? List.of(several.split(",", -1))
              : List.of(several));
    }
    values.remove("");
    if (values.size() > MOST_VALUES) {
      throw new NotValid("'" + name + "' names more than " + MOST_VALUES + " of them");
    }
    return values;
  }

  /// `db.session.*` is all types that begin so.
  private static Condition typed(Set<String> types) {
    List<Condition> any = new ArrayList<>();
    List<String> whole = types.stream().filter(type -> !type.endsWith("*")).toList();
    if (!whole.isEmpty()) {
      any.add(new Condition.In("event", whole));
    }
    types.stream()
        .filter(type -> type.endsWith("*"))
        .map(type -> new Condition.HasPrefix("event", type.substring(0, type.length() - 1)))
        .forEach(any::add);
    return new Condition.AnyOf(any);
  }

  private static void one(Parameters asked, String name, List<String> fields, List<Condition> all)
      throws NotValid {
    List<String> values = List.copyOf(values(asked, name));
    if (!values.isEmpty()) {
      List<Condition> any =
          fields.stream().<Condition>map(field -> new Condition.In(field, values)).toList();
      all.add(any.size() == 1 ? any.getFirst() : new Condition.AnyOf(any));
    }
  }

  private static void success(Parameters asked, List<Condition> all) throws NotValid {
    Optional<String> success = asked.one("success").filter(text -> !text.isEmpty());
    if (success.isPresent()) {
      if (!Set.of("true", "false").contains(success.get())) {
        throw new NotValid("'success' is true or false");
      }
      all.add(new Condition.In("success", List.of(success.get())));
    }
  }

  private static void where(Parameters asked, List<Condition> all) throws NotValid {
    Optional<String> where = asked.one("where").filter(text -> !text.isBlank());
    if (where.isPresent()) {
      try {
        all.add(Predicates.parse(where.get()));
      } catch (Predicates.NotValid e) {
        throw new NotValid("'where': " + e.getMessage());
      }
    }
  }
}
