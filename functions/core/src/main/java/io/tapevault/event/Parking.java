package io.tapevault.event;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// Where everything stays that could not be stored or delivered as an event, with its bytes and the
/// reason, for as long as events stay.
///
/// Parking is as durable as [EventLog], and parking the same bytes again for the same reason, in
/// the same words, on the same day (UTC) adds nothing. What is parked is never found by a search
/// and never forwarded. Throws [Unavailable], and [NotPermitted] where a permission is missing.
public interface Parking {

  void park(List<Refused> refused);

  /// What was parked on a day (UTC), in no particular order; at most `limit`.
  List<Refused> parked(LocalDate day, int limit);

  /// What was parked on a day (UTC) under this [id][Refused#id()].
  default Optional<Refused> find(LocalDate day, String id) {
    return parked(day, Integer.MAX_VALUE).stream().filter(one -> one.id().equals(id)).findFirst();
  }
}
