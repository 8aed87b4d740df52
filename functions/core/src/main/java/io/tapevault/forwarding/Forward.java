package io.tapevault.forwarding;

import io.tapevault.event.EventKey;
import io.tapevault.event.NotPermitted;
import io.tapevault.event.Unavailable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Gives every SIEM's queue notice of what was stored, side by side: one that is slow, missing or
/// denied delays no other.
public final class Forward {

  // Only keys that the stream is about to bring again are remembered.
  private static final int MOST_REMEMBERED = 20_000;

  private final List<Recipient> recipients;
  private final UnsentNotices unsent;

  public Forward(List<NoticeQueue> queues, UnsentNotices unsent) {
    this.recipients = queues.stream().map(Recipient::new).toList();
    this.unsent = unsent;
  }

  /// Every queue is tried, whatever becomes of the others. For one that is missing or denied the
  /// notices are set aside, which is told. Throws [Unavailable] when a queue could be given neither
  /// at the moment; then all may be forwarded again, and those that have had them do not get them
  /// twice.
  public List<SetAside> forward(List<EventKey> keys) {
    if (keys.isEmpty()) {
      return List.of();
    }
    List<SetAside> aside = new ArrayList<>();
    List<Throwable> failures = new ArrayList<>();
    List<Recipient> served = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<SetAside>>> sendings =
          recipients.stream().map(one -> threads.submit(() -> one.send(keys, unsent))).toList();
      for (int i = 0; i < sendings.size(); i++) {
        try {
          aside.addAll(sendings.get(i).get());
          served.add(recipients.get(i));
        } catch (ExecutionException e) {
          failures.add(e.getCause() == null ? e : e.getCause());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("interrupted", e);
    }
    served.forEach(one -> one.served(keys, !failures.isEmpty()));
    if (!failures.isEmpty()) {
      throw unavailable(failures);
    }
    return aside;
  }

  private Unavailable unavailable(List<Throwable> failures) {
    String message =
        failures.size() + " of " + recipients.size() + " queues did not take the notices";
    Unavailable unavailable = new Unavailable(message, failures.getFirst());
    failures.stream().skip(1).forEach(unavailable::addSuppressed);
    return unavailable;
  }

  /// So many notices that a queue may not be given, and why.
  public record SetAside(String queue, int notices, NotPermitted why) {}

  /// A queue, and what it has had although the stream brings it again.
  private static final class Recipient {
    private final NoticeQueue queue;
    private final Set<EventKey> ahead = new HashSet<>();

    Recipient(NoticeQueue queue) {
      this.queue = queue;
    }

    List<SetAside> send(List<EventKey> keys, UnsentNotices unsent) {
      List<EventKey> left = keys.stream().filter(key -> !ahead.contains(key)).toList();
      if (left.isEmpty()) {
        return List.of();
      }
      try {
        queue.send(left);
        return List.of();
      } catch (NotPermitted e) {
        unsent.keep(queue.name(), left);
        return List.of(new SetAside(queue.name(), left.size(), e));
      }
    }

    void served(List<EventKey> keys, boolean comingAgain) {
      if (comingAgain && ahead.size() < MOST_REMEMBERED) {
        ahead.addAll(keys);
      } else {
        keys.forEach(ahead::remove);
      }
    }
  }
}
