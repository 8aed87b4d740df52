package io.tapevault.session;

import io.tapevault.event.EventLog;
import io.tapevault.event.EventPage;
import io.tapevault.event.EventQuery.Order;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Tells sessions by reading all of their events, a page at a time.
public final class SessionsInLog implements Sessions {

  private static final int PAGE = 1_000;

  private final EventLog log;
  private final InstantSource clock;

  public SessionsInLog(EventLog log, InstantSource clock) {
    this.log = log;
    this.clock = clock;
  }

  @Override
  public Optional<Session> find(String session) {
    Instant end = clock.instant().plus(PATIENCE);
    SessionSoFar told = new SessionSoFar();
    Long after = null;
    EventPage page;
    do {
      page = log.session(session, Order.ASCENDING, after, PAGE);
      page.events().forEach(told::add);
      after = page.end() == null ? null : page.end().key().index();
    } while (page.more() && clock.instant().isBefore(end));
    return told.session(page.more());
  }
}
