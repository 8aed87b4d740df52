package io.tapevault.session;

import io.tapevault.event.EventLog;
import io.tapevault.event.EventPage;
import io.tapevault.event.EventQuery.Order;
import io.tapevault.event.StoredEvent;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

/// All events of a session, by their index, for as long as somebody waits.
public final class WholeSession {

  private static final int PAGE = 1_000;

  private WholeSession() {}

  /// False where [Sessions#PATIENCE] ended before the events did.
  public static boolean read(
      EventLog log, InstantSource clock, String session, Consumer<StoredEvent> reader) {
    Instant end = clock.instant().plus(Sessions.PATIENCE);
    EventPage page = EventPage.EMPTY;
    do {
      Long after = page.end() == null ? null : page.end().key().index();
      page = log.session(session, Order.ASCENDING, after, PAGE);
      page.events().forEach(reader);
    } while (page.more() && clock.instant().isBefore(end));
    return !page.more();
  }
}
