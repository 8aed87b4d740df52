package io.tapevault.session;

import io.tapevault.event.EventLog;
import java.time.InstantSource;
import java.util.Optional;

/// Tells sessions by reading all of their events.
public final class SessionsInLog implements Sessions {

  private final EventLog log;
  private final InstantSource clock;

  public SessionsInLog(EventLog log, InstantSource clock) {
    this.log = log;
    this.clock = clock;
  }

  @Override
  public Optional<Session> find(String session) {
    SessionSoFar told = new SessionSoFar();
    boolean whole = WholeSession.read(log, clock, session, told::add);
    return told.session(!whole);
  }
}
