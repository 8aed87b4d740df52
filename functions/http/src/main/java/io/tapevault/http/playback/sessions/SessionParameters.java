package io.tapevault.http.playback.sessions;

import io.tapevault.alarm.NoRecording;
import io.tapevault.catalogue.CatalogueQuery;
import io.tapevault.catalogue.CatalogueQuery.Field;
import io.tapevault.catalogue.Listed.Kind;
import io.tapevault.catalogue.Listed.State;
import io.tapevault.catalogue.Place;
import io.tapevault.event.EventQuery.Order;
import io.tapevault.http.Decoded;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.Problem;
import io.tapevault.http.playback.asked.Cursors;
import io.tapevault.http.playback.asked.Parameters;
import io.tapevault.http.playback.asked.Parameters.NotValid;
import io.tapevault.http.playback.audit.NotedSearch;
import io.tapevault.search.TextQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is asked of the list of sessions, checked. `none` is which of those that have no recording,
/// where that is asked.
record SessionParameters(
    CatalogueQuery query,
    @Nullable NoRecording none,
    int limit,
    @Nullable Place after,
    String question,
    @Nullable Texts texts) {

  /// Words that stand in their transcripts; `after` is empty at first.
  record Texts(NotedSearch.Asked asked, String after) {}

  private static final int DEFAULT_LIMIT = 100;
  private static final int MAX_LIMIT = 500;
  private static final List<String> QUESTION =
      List.of(
          "from",
          "to",
          "user",
          "server",
          "kind",
          "participant",
          "state",
          "active_at",
          "order",
          "text");
  // A recording may begin somewhat before or after what the log tells.
  private static final Duration APART = Duration.ofDays(1);

  static Decoded<SessionParameters> of(HttpRequest request, Cursors cursors, Instant now) {
    try {
      Set<String> once = new HashSet<>(QUESTION);
      once.addAll(List.of("limit", "cursor"));
      return of(Parameters.of(request, once, Set.of()), request.caller(), cursors, now);
    } catch (NotValid e) {
      return Decoded.problem(Problem.Type.BAD_PARAMETER, String.valueOf(e.getMessage()));
    }
  }

  private static Decoded<SessionParameters> of(
      Parameters asked, String caller, Cursors cursors, Instant now) throws NotValid {
    Parameters.Window window = asked.window(now);
    Optional<String> state = asked.one("state");
    NoRecording none = state.flatMap(SessionParameters::none).orElse(null);
    CatalogueQuery query =
        new CatalogueQuery(
            window.from(),
            window.to(),
            equal(asked),
            state.isEmpty() ? null : state(state.get()),
            asked.time("active_at").orElse(null),
            asked.order("desc"));
    int limit = asked.limit(DEFAULT_LIMIT, MAX_LIMIT);
    String question = "sessions" + QUESTION.stream().map(asked::one).toList();
    Optional<String> words = asked.one("text");
    TextQuery wanted = words.isEmpty() ? null : wanted(words.get(), query);
    return cursors
        .after(asked, question, caller)
        .then(after -> {
          Texts texts =
              wanted == null
                  ? null
                  : new Texts(
                      new NotedSearch.Asked(words.orElse(""), question, wanted), after.text());
          Place place = texts != null || after.isFirst() ? null : place(after.text());
          return new SessionParameters(query, none, limit, place, question, texts);
        });
  }

  private static TextQuery wanted(String words, CatalogueQuery query) throws NotValid {
    if (query.order() == Order.ASCENDING) {
      throw new NotValid("'order' is desc where 'text' is asked for");
    }
    return new TextQuery(
        WordParameters.wanted("text", words),
        query.from().minus(APART),
        query.to().plus(APART),
        "",
        "",
        true);
  }

  private static Map<Field, String> equal(Parameters asked) throws NotValid {
    Map<Field, String> equal = new HashMap<>();
    for (Field field : Field.values()) {
      asked.one(field.name().toLowerCase(Locale.ROOT)).ifPresent(text -> equal.put(field, text));
    }
    String kind = equal.get(Field.KIND);
    if (kind != null) {
      one("kind", kind, List.of(Kind.values()), Kind::label);
    }
    return equal;
  }

  // Whether one is awaited or missing depends on the hour: the catalogue does not know it.
  private static Optional<NoRecording> none(String word) {
    return List.of(NoRecording.AWAITED, NoRecording.MISSING).stream()
        .filter(one -> one.label().equals(word))
        .findFirst();
  }

  private static State state(String word) throws NotValid {
    if (none(word).isPresent()) {
      return State.NO_RECORDING;
    }
    List<State> known = List.of(State.RECORDED, State.NOT_RECORDED, State.RUNNING);
    for (State one : known) {
      if (one.label().equals(word)) {
        return one;
      }
    }
    throw new NotValid("'state' is recorded, not-recorded, running, awaited or missing");
  }

  private interface Label<T> {
    String of(T one);
  }

  private static <T> void one(String name, String word, List<T> known, Label<T> label)
      throws NotValid {
    List<String> words = known.stream().map(label::of).toList();
    if (!words.contains(word)) {
      throw new NotValid("'" + name + "' is one of " + String.join(", ", words));
    }
  }

  static String text(Place end) {
    return end.millis() + ":" + end.tie();
  }

  /// Of a text that is signed.
  private static Place place(String text) {
    String[] parts = text.split(":", 2);
    return new Place(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
  }
}
