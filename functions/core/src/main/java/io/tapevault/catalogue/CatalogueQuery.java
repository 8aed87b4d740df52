package io.tapevault.catalogue;

import io.tapevault.catalogue.Listed.State;
import io.tapevault.event.EventQuery.Order;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which sessions: begun from `from` (inclusive) to `to` (exclusive), in whole milliseconds, of
/// which all that is in `equal` is told, in this state, active at this moment.
///
/// A session that began more than [#LONGEST] before a moment is not looked for there: so a question
/// is bounded, and one whose end never came is not active for ever.
public record CatalogueQuery(
    Instant from,
    Instant to,
    Map<Field, String> equal,
    @Nullable State state,
    @Nullable Instant activeAt,
    Order order) {

  public static final Duration LONGEST = Duration.ofDays(30);

  /// A participant is one of several.
  public enum Field {
    USER,
    SERVER,
    KIND,
    PARTICIPANT
  }

  public CatalogueQuery {
    equal = Map.copyOf(equal);
    if (activeAt != null) {
      Instant first = activeAt.minus(LONGEST);
      Instant last = Instant.ofEpochMilli(activeAt.toEpochMilli() + 1);
      from = from.isBefore(first) ? first : from;
      to = to.isAfter(last) ? last : to;
    }
  }

  public Optional<String> equal(Field field) {
    return Optional.ofNullable(equal.get(field));
  }

  public boolean wants(Listed session) {
    long at = session.at().toEpochMilli();
    return at >= from.toEpochMilli()
        && at < to.toEpochMilli()
        && equal.entrySet().stream().allMatch(one -> tells(session, one.getKey(), one.getValue()))
        && (state == null || state == session.state())
        && (activeAt == null || isNotOver(session, activeAt));
  }

  private static boolean tells(Listed session, Field field, String text) {
    return switch (field) {
      case USER -> session.told().user().equals(text);
      case SERVER -> session.told().server().equals(text);
      case KIND -> session.kind().label().equals(text);
      case PARTICIPANT -> session.told().participants().contains(text);
    };
  }

  private static boolean isNotOver(Listed session, Instant moment) {
    Instant end = session.told().end();
    return end == null || end.toEpochMilli() >= moment.toEpochMilli();
  }
}
