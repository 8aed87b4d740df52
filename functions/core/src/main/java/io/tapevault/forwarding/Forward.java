package io.tapevault.forwarding;

import io.tapevault.event.EventKey;
import io.tapevault.event.Unavailable;
import java.util.ArrayList;
import java.util.List;

/// Gives every SIEM's queue notice of what was stored.
public final class Forward {

  private final List<NoticeQueue> queues;

  public Forward(List<NoticeQueue> queues) {
    this.queues = List.copyOf(queues);
  }

  /// Every queue is tried, whatever became of the others. Throws [Unavailable] when one of them
  /// failed; then all may be forwarded again.
  public void forward(List<EventKey> keys) {
    if (keys.isEmpty()) {
      return;
    }
    List<RuntimeException> failures = new ArrayList<>();
    for (NoticeQueue queue : queues) {
      try {
        queue.send(keys);
      } catch (RuntimeException e) {
        failures.add(e);
      }
    }
    if (!failures.isEmpty()) {
      throw unavailable(failures);
    }
  }

  private Unavailable unavailable(List<RuntimeException> failures) {
    String message = failures.size() + " of " + queues.size() + " queues did not take the notices";
    Unavailable unavailable = new Unavailable(message, failures.getFirst());
    failures.stream().skip(1).forEach(unavailable::addSuppressed);
    return unavailable;
  }
}
