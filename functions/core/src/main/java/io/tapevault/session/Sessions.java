package io.tapevault.session;

import java.util.Optional;

/// The sessions of a log, each as *all* of its events tell it, wherever among them something
/// stands: who took part is told by whoever joined in the middle, the start by an event that was
/// stored last.
///
/// It sees every append that has been answered, and leaves out what has expired. What is long is
/// cut and ends with an ellipsis; it names 1,000 participants at most. Throws [Unavailable].
public interface Sessions {

  /// Empty where the log has no event of it.
  Optional<Session> find(String session);
}
