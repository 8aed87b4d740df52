package io.tapevault.lambda;

import io.tapevault.event.EventKey;
import io.tapevault.event.Placement;
import io.tapevault.event.Unavailable;
import io.tapevault.forwarding.Forward;
import io.tapevault.lambda.StreamEvents.Change;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// From the table's stream to every SIEM's queue.
public final class ForwardHandler {

  // Of two that have been derived, neither comes first.
  private static final Comparator<Change> BY_INDEX =
      Comparator.comparingLong(
          change -> Math.min(Objects.requireNonNull(change.stored()).index(), Placement.DERIVED));
  private static final Comparator<Change> BY_TIME =
      Comparator.<Change, Instant>comparing(change -> Objects.requireNonNull(change.time()))
          .thenComparing(BY_INDEX);

  private final Forward forward;

  public ForwardHandler(Forward forward) {
    this.forward = forward;
  }

  /// Where a queue is away, the stream brings all of it again, from the first record on. One that
  /// is missing or denied does not stop it.
  public void handle(InputStream in, OutputStream out, Invocation invocation) throws IOException {
    List<Change> changes = StreamEvents.read(in);
    try {
      for (Forward.SetAside aside : forward.forward(inOrder(changes))) {
        invocation.warn(
            aside.notices()
                + " notices for the queue "
                + aside.queue()
                + " were set aside, and have to be sent again by hand: "
                + aside.why().getMessage());
      }
      BatchResponse.write(List.of(), out);
    } catch (Unavailable e) {
      invocation.error(e);
      BatchResponse.write(List.of(changes.getFirst().sequenceNumber()), out);
    }
  }

  /// What was stored, each session in the order in which it is read: neighbours that were put with
  /// one call may come from the stream in any order.
  private static List<EventKey> inOrder(List<Change> changes) {
    Map<String, List<Change>> sessions = new LinkedHashMap<>();
    for (Change change : changes) {
      if (change.stored() != null) {
        sessions.computeIfAbsent(change.stored().session(), none -> new ArrayList<>()).add(change);
      }
    }
    List<EventKey> keys = new ArrayList<>();
    for (List<Change> session : sessions.values()) {
      boolean timed = session.stream().allMatch(change -> change.time() != null);
      session.stream().sorted(timed ? BY_TIME : BY_INDEX).map(Change::stored).forEach(keys::add);
    }
    return keys;
  }
}
