package io.tapevault.session;

import java.time.Duration;
import java.util.Optional;

/// The sessions of a log, each as *all* of its events tell it, wherever among them something
/// stands: who took part is told by whoever joined in the middle, the start by an event that was
/// stored last.
///
/// Reading ends after [#PATIENCE]: then it is told by the events that were read, and is `partial`.
///
/// It sees every append that has been answered, and leaves out what has expired. What is long is
/// cut and ends with an ellipsis; it names 1,000 participants at most. Throws [Unavailable].
public interface Sessions {

  /// An answer still fits into the 29 s that API Gateway waits.
  Duration PATIENCE = Duration.ofSeconds(20);

  /// Empty where the log has no event of it.
  Optional<Session> find(String session);
}
