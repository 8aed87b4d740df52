package io.tapevault.testkit.contract;

import io.tapevault.event.EventLog;
import io.tapevault.settings.Retention;
import java.util.Optional;

/// What the parts of [EventLogContract] are about.
interface EventLogPromises {

  /// The log of this test, empty when the test begins; it keeps events for a year.
  EventLog log();

  /// A log of its own, empty.
  EventLog logThatKeeps(Retention retention);

  /// A log that lacks every permission; empty where the backend knows none.
  Optional<EventLog> denied() throws Exception;

  /// The clock of all logs of this test.
  MovableClock clock();
}
