package io.tapevault.forwarding;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Events that can show whether a SIEM refuses one event or everything: the one that it took last,
/// and others that wait.
///
/// What waits is tried a few at a time, other ones in each round, so that a SIEM that is down is
/// left alone and one that refuses many is found out. It may so get an event early; it gets it
/// again in its turn.
final class Witnesses {

  private static final int AT_ONCE = 8;

  private @Nullable Outgoing taken;
  private int round;

  void remember(Outgoing event) {
    taken = event;
    round = 0;
  }

  /// Those to try against the first of `rest`, the best first.
  List<Outgoing> against(List<Outgoing> rest) {
    List<Outgoing> witnesses = new ArrayList<>();
    if (taken != null) {
      witnesses.add(taken);
    }
    List<Outgoing> waiting = firstOfTheirSessionsFirst(rest);
    int from = waiting.size() <= AT_ONCE ? 0 : round++ * AT_ONCE % waiting.size();
    witnesses.addAll(waiting.subList(from, Math.min(waiting.size(), from + AT_ONCE)));
    return witnesses;
  }

  /// A first one comes before none of its session.
  private static List<Outgoing> firstOfTheirSessionsFirst(List<Outgoing> rest) {
    Set<String> seen = new HashSet<>(Set.of(rest.getFirst().stored().key().session()));
    List<Outgoing> first = new ArrayList<>();
    List<Outgoing> others = new ArrayList<>();
    for (Outgoing event : rest.subList(1, rest.size())) {
      (seen.add(event.stored().key().session()) ? first : others).add(event);
    }
    first.addAll(others);
    return first;
  }
}
