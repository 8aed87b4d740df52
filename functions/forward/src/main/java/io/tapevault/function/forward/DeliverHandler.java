package io.tapevault.function.forward;

import io.tapevault.event.EventKey;
import io.tapevault.event.EventLog;
import io.tapevault.event.StoredEvent;
import io.tapevault.forwarding.Deliver;
import io.tapevault.forwarding.Deliver.Progress;
import io.tapevault.wire.BatchResponse;
import io.tapevault.wire.Malformed;
import io.tapevault.wire.QueueEvents;
import io.tapevault.wire.QueueEvents.Message;
import io.tapevault.wire.QueueMessages;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// From a SIEM's queue to the SIEM.
///
/// What is not done is reported, and the queue brings it again when its visibility timeout is over: that is the pause
/// between tries. From the first message that is not done, all are reported, so that a session's order holds. A message
/// that nobody can read is reported alone: it holds nothing whose order could break, and the healthy ones behind it must
/// not come into the dead-letter queue with it.
final class DeliverHandler {

  // One look-up in the log, and at 400 KB an event a bound on what is in memory.
  private static final int SLICE = 100;

  private final EventLog log;
  private final Deliver deliver;
  private final Consumer<String> journal;

  DeliverHandler(EventLog log, Deliver deliver, Consumer<String> journal) {
    this.log = log;
    this.deliver = deliver;
    this.journal = journal;
  }

  /// Begins nothing more once there is no time left, so that what is done by then can be reported.
  void handle(InputStream in, OutputStream out, BooleanSupplier timeLeft) throws IOException {
    List<Notice> notices = QueueEvents.read(in).stream().map(this::notice).toList();
    List<EventKey> keys = notices.stream().flatMap(notice -> notice.keys().stream()).distinct().toList();
    BatchResponse.write(again(notices, settle(keys, timeLeft)), out);
  }

  private Notice notice(Message message) {
    try {
      return new Notice(message.id(), QueueMessages.read(message.body()), true);
    } catch (Malformed e) {
      journal.accept("message " + message.id() + " cannot be read: " + Failures.described(e));
      return new Notice(message.id(), List.of(), false);
    }
  }

  /// Those that need no further delivery.
  private Set<EventKey> settle(List<EventKey> keys, BooleanSupplier timeLeft) {
    Set<EventKey> settled = new HashSet<>();
    for (int from = 0; from < keys.size(); from += SLICE) {
      List<EventKey> slice = keys.subList(from, Math.min(keys.size(), from + SLICE));
      if (from > 0 && !timeLeft.getAsBoolean()) {
        journal.accept("no time left for " + (keys.size() - from) + " events");
        return settled;
      }
      String trouble = settle(slice, settled);
      if (trouble != null) {
        journal.accept("to be delivered again: " + trouble);
        return settled;
      }
    }
    return settled;
  }

  /// What kept the slice from being settled, if anything did.
  private @Nullable String settle(List<EventKey> slice, Set<EventKey> settled) {
    try {
      List<StoredEvent> events = log.find(slice);
      if (events.size() < slice.size()) {
        journal.accept((slice.size() - events.size()) + " of " + slice.size() + " events are not in the log any more");
      }
      Progress progress = deliver.deliver(events);
      if (progress.parked() > 0) {
        journal.accept(progress.parked() + " of " + events.size() + " events were refused by the SIEM and parked");
      }
      settled.addAll(slice);
      events.subList(progress.done(), events.size()).forEach(event -> settled.remove(event.key()));
      return progress.trouble() == null ? null : progress.trouble().why();
    } catch (RuntimeException e) {
      // Whatever it is, the slices before this one are done, and saying so is worth more than failing.
      return Failures.described(e);
    }
  }

  private static List<String> again(List<Notice> notices, Set<EventKey> settled) {
    List<String> again = new ArrayList<>();
    boolean stopped = false;
    for (Notice notice : notices) {
      stopped |= !settled.containsAll(notice.keys());
      if (stopped || !notice.readable()) {
        again.add(notice.id());
      }
    }
    return again;
  }

  /// One message of the queue.
  private record Notice(String id, List<EventKey> keys, boolean readable) {}
}
