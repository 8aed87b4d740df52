package io.tapevault.function.forward;

import io.tapevault.event.EventKey;
import io.tapevault.event.Unavailable;
import io.tapevault.forwarding.Forward;
import io.tapevault.wire.BatchResponse;
import io.tapevault.wire.StreamEvents;
import io.tapevault.wire.StreamEvents.Change;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/// From the table's stream to every SIEM's queue.
final class ForwardHandler {

  private final Forward forward;
  private final Consumer<String> journal;

  ForwardHandler(Forward forward, Consumer<String> journal) {
    this.forward = forward;
    this.journal = journal;
  }

  /// Where a queue failed, the stream brings all of it again, from the first record on: the queues know most of it then,
  /// and drop it.
  void handle(InputStream in, OutputStream out) throws IOException {
    List<Change> changes = StreamEvents.read(in);
    List<EventKey> stored = changes.stream().map(Change::stored).filter(Objects::nonNull).toList();
    BatchResponse.write(forward(stored) ? List.of() : List.of(changes.getFirst().sequenceNumber()), out);
  }

  private boolean forward(List<EventKey> stored) {
    try {
      forward.forward(stored);
      return true;
    } catch (Unavailable e) {
      journal.accept(stored.size() + " notices are to be forwarded again: " + Failures.described(e));
      return false;
    }
  }
}
