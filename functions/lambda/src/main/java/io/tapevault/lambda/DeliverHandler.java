package io.tapevault.lambda;

import io.tapevault.event.EventKey;
import io.tapevault.event.EventLog;
import io.tapevault.event.StoredEvent;
import io.tapevault.forwarding.Deliver;
import io.tapevault.forwarding.Deliver.Progress;
import io.tapevault.forwarding.QueueMessages;
import io.tapevault.json.Malformed;
import io.tapevault.lambda.QueueEvents.Message;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// From a SIEM's queue to the SIEM.
///
/// What is not done is reported, and the queue brings it again when its visibility timeout is over:
/// that is the pause between tries. From the first message that is not done, all are reported, so
/// that a session's order holds. A message that nobody can read is reported alone: it holds nothing
/// whose order could break, and the healthy ones behind it must not come into the dead-letter queue
/// with it.
public final class DeliverHandler {

  // One look-up in the log, and at 400 KB an event a bound on what is in memory.
  private static final int SLICE = 100;

  private final EventLog log;
  private final Deliver deliver;

  public DeliverHandler(EventLog log, Deliver deliver) {
    this.log = log;
    this.deliver = deliver;
  }

  /// Begins nothing more once there is no time left, so that what is done by then can be reported.
  public void handle(InputStream in, OutputStream out, Invocation invocation) throws IOException {
    List<Notice> notices =
        QueueEvents.read(in).stream().map(message -> notice(message, invocation)).toList();
    List<EventKey> keys =
        notices.stream().flatMap(notice -> notice.keys().stream()).distinct().toList();
    BatchResponse.write(again(notices, settle(keys, invocation)), out);
  }

  private static Notice notice(Message message, Invocation invocation) {
    try {
      return new Notice(message.id(), QueueMessages.read(message.body()), true);
    } catch (Malformed e) {
      invocation.warn("message " + message.id() + " cannot be read: " + e.getMessage());
      return new Notice(message.id(), List.of(), false);
    }
  }

  /// The keys that need no further delivery.
  private Set<EventKey> settle(List<EventKey> keys, Invocation invocation) {
    Set<EventKey> settled = new HashSet<>();
    boolean well = true;
    for (int from = 0; from < keys.size() && well; from += SLICE) {
      if (from > 0 && !invocation.timeLeft().getAsBoolean()) {
        invocation.warn("no time is left for " + (keys.size() - from) + " events");
        break;
      }
      well = settle(keys.subList(from, Math.min(keys.size(), from + SLICE)), settled, invocation);
    }
    return settled;
  }

  /// Whether all of the slice was settled.
  private boolean settle(List<EventKey> slice, Set<EventKey> settled, Invocation invocation) {
    try {
      List<StoredEvent> events = log.find(slice);
      Progress progress = deliver.deliver(events);
      settled.addAll(slice);
      events.subList(progress.done(), events.size()).forEach(event -> settled.remove(event.key()));
      report(slice.size() - events.size(), progress, invocation);
      return progress.trouble() == null;
    } catch (RuntimeException e) {
      // The slices before this one are done, and saying so is worth more than failing.
      invocation.error(e);
      return false;
    }
  }

  private static void report(int missing, Progress progress, Invocation invocation) {
    if (missing > 0) {
      invocation.warn(missing + " events are not in the log any more");
    }
    if (progress.parked() > 0) {
      invocation.warn(progress.parked() + " events were refused by the SIEM for good, and parked");
    }
    if (progress.trouble() != null) {
      invocation.warn("the SIEM takes nothing now: " + progress.trouble().why());
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
