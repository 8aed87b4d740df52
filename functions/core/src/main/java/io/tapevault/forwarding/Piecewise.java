package io.tapevault.forwarding;

import io.tapevault.forwarding.EventSink.Delivery;
import io.tapevault.forwarding.EventSink.RefusedEvent;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Delivers batches to a SIEM that answers for each event: what it took or refused is not sent
/// again with the rest of its batch, at once or when the batch comes again.
///
/// It serves one caller at a time, and remembers at most what a batch holds.
public final class Piecewise {

  private static final Duration SOON = Duration.ofSeconds(1);
  // Refused one after the other, with none taken: it may be the SIEM, and each costs a request.
  private static final int NONE_TAKEN = 8;

  private final Sender sender;
  private Map<String, Fate> settled = new HashMap<>();

  public Piecewise(Sender sender) {
    this.sender = sender;
  }

  /// Makes one request.
  public interface Sender {
    Answer send(List<Outgoing> events);
  }

  /// What the SIEM says.
  public sealed interface Answer {

    /// Of all that was sent.
    record Whole(Delivery delivery) implements Answer {}

    /// Of each, in order. `trouble` is why some have to wait; without it they may be sent at once.
    record Each(List<Fate> fates, Delivery.@Nullable TryAgain trouble) implements Answer {}
  }

  /// What became of one event.
  public sealed interface Fate {

    record Taken() implements Fate {}

    record Refused(String why) implements Fate {}

    record Again() implements Fate {}
  }

  /// Makes as many requests as it takes to know what became of each event, or to meet trouble.
  public Delivery deliver(List<Outgoing> batch) {
    if (batch.size() == 1) {
      // It may have to show whether the SIEM takes anything now.
      settled.remove(batch.getFirst().key());
    } else if (batch.stream().noneMatch(event -> settled.containsKey(event.key()))) {
      settled = new HashMap<>();
    }
    List<Outgoing> rest = rest(batch);
    while (!rest.isEmpty()) {
      switch (sender.send(rest)) {
        case Answer.Whole(Delivery delivery) -> {
          if (rest.size() == batch.size()) {
            return delivery;
          }
          if (!(delivery instanceof Delivery.Delivered)) {
            return ofRest(delivery);
          }
          rest.forEach(event -> settled.put(event.key(), new Fate.Taken()));
        }
        case Answer.Each each -> {
          note(rest, each.fates());
          if (each.trouble() != null) {
            return each.trouble();
          }
        }
      }
      List<Outgoing> left = rest(batch);
      if (left.size() == rest.size()) {
        return new Delivery.TryAgain(SOON, false, "it says nothing of any event");
      }
      rest = left;
      if (!rest.isEmpty() && refusesAll()) {
        return forget(batch, Delivery.Refused.all(batch, refused(batch).getFirst().why()));
      }
    }
    List<RefusedEvent> refused = refused(batch);
    return forget(
        batch, refused.isEmpty() ? new Delivery.Delivered() : new Delivery.Refused(refused));
  }

  private List<Outgoing> rest(List<Outgoing> batch) {
    return settled.isEmpty()
        ? batch
        : batch.stream().filter(event -> !settled.containsKey(event.key())).toList();
  }

  /// Where a part is refused as a whole, nobody knows whose fault it is: fewer show it.
  private static Delivery ofRest(Delivery delivery) {
    return delivery instanceof Delivery.Refused refused
        ? new Delivery.TryAgain(SOON, true, refused.events().getFirst().why())
        : delivery;
  }

  private void note(List<Outgoing> sent, List<Fate> fates) {
    for (int i = 0; i < sent.size(); i++) {
      if (!(fates.get(i) instanceof Fate.Again)) {
        settled.put(sent.get(i).key(), fates.get(i));
      }
    }
  }

  private boolean refusesAll() {
    return settled.size() >= NONE_TAKEN
        && settled.values().stream().allMatch(fate -> fate instanceof Fate.Refused);
  }

  private List<RefusedEvent> refused(List<Outgoing> batch) {
    return IntStream.range(0, batch.size())
        .boxed()
        .flatMap(i ->
            settled.get(batch.get(i).key()) instanceof Fate.Refused one
                ? List.of(new RefusedEvent(i, one.why())).stream()
                : List.<RefusedEvent>of().stream())
        .toList();
  }

  private Delivery forget(List<Outgoing> batch, Delivery delivery) {
    batch.forEach(event -> settled.remove(event.key()));
    return delivery;
  }
}
