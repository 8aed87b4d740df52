package io.tapevault.forwarding;

import io.tapevault.event.StoredEvent;
import java.time.Duration;
import java.util.List;

/// A SIEM that takes events.
///
/// `deliver` returns when the SIEM has answered, or when it is clear that it does not; it never
/// throws because of the SIEM. The same event may be delivered more than once; the receiver tells
/// by its `uid`. Events of one batch are delivered in the order given.
public interface EventSink {

  Delivery deliver(List<StoredEvent> batch);

  /// What became of a batch.
  sealed interface Delivery {

    /// All of it was taken.
    record Delivered() implements Delivery {}

    /// None of it, or nobody knows; the same may be taken after a while.
    record TryAgain(Duration after, String why) implements Delivery {}

    /// The batch as a whole can never be taken, but smaller ones may be.
    record TooMuch(String why) implements Delivery {}

    /// These can never be taken; all others were.
    record Refused(List<RefusedEvent> events) implements Delivery {}
  }

  /// One event of a batch that can never be taken.
  record RefusedEvent(int index, String why) {}
}
