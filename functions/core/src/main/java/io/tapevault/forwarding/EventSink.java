package io.tapevault.forwarding;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/// A SIEM that takes events.
///
/// `deliver` makes one request, and returns when the SIEM has answered or when it is clear that it
/// does not; it never throws because of the SIEM. The same event may be delivered more than once;
/// the receiver tells by its key. Events of one batch are delivered in the order given. One call at
/// a time.
public interface EventSink {

  /// What one request holds at most. One event alone is sent at any size.
  Limits limits();

  /// The bytes that this event adds to a request, as it is sent.
  int size(Outgoing event);

  /// Delivers a batch that is within the limits.
  Delivery deliver(List<Outgoing> batch);

  /// Delivers a batch of which the SIEM may have had some long ago. One that does not know those
  /// again by their keys is asked for them first, and they count as taken.
  default Delivery deliverAgain(List<Outgoing> batch) {
    return deliver(batch);
  }

  /// How many events, and how many bytes of them.
  record Limits(int events, int bytes) {}

  /// What became of a batch.
  sealed interface Delivery {

    /// All of it was taken. `said` is a warning that came with it, in a few harmless words, or
    /// empty.
    record Delivered(String said) implements Delivery {
      public Delivered() {
        this("");
      }
    }

    /// None of it, or nobody knows; the same may be taken after a while. `slow` where there was no
    /// whole answer in time: fewer at once may be taken.
    record TryAgain(Duration after, boolean slow, String why) implements Delivery {}

    /// These were refused, and will be again; all others were taken. Where a SIEM answers for the
    /// batch as a whole, it is all of them, and whose fault it is has to be found out.
    record Refused(List<RefusedEvent> events) implements Delivery {

      public static Refused all(List<Outgoing> batch, String why) {
        return new Refused(
            IntStream.range(0, batch.size()).mapToObj(i -> new RefusedEvent(i, why)).toList());
      }
    }

    /// These are lost, and sending them again does not help: the SIEM takes them and throws them
    /// away, or says of a batch how many it did not keep and not which. All others were taken. The
    /// same batch loses the same events; a reason is a few words, and nothing of an event. `said`
    /// is what the SIEM says of it.
    record Dropped(List<RefusedEvent> events, String said) implements Delivery {
      public Dropped(List<RefusedEvent> events) {
        this(events, "");
      }
    }

    /// Nothing is taken until a person has put something right.
    record Down(String why) implements Delivery {}
  }

  /// One event of a batch, by its place.
  record RefusedEvent(int index, String why) {}
}
