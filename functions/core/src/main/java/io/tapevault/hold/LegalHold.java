package io.tapevault.hold;

import io.tapevault.event.EventLog;
import io.tapevault.hold.Hold.Said;
import io.tapevault.recording.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Holds sessions: their events and recordings stay past their retention until they are released.
/// Both are events. What breaks off is gone on with when it is asked for again, or by the next
/// sweep.
public final class LegalHold {

  // Longer than any process takes to notice that a hold was released.
  private static final Duration REMEMBERED = Duration.ofMinutes(5);
  private static final int PAGE = 500;

  private final Holds holds;
  private final EventLog log;
  private final HeldRecordings recordings;

  public LegalHold(Holds holds, EventLog log, HeldRecordings recordings) {
    this.holds = holds;
    this.log = log;
    this.recordings = recordings;
  }

  /// Holds a session, which need not be known: what comes later is held. Of one that is held, it
  /// answers the hold that it has.
  public Hold place(String session, Said said) {
    holds.find(session).ifPresent(this::finishWhereReleased);
    Hold hold = holds.place(Hold.of(session, said));
    keep(hold);
    return hold;
  }

  /// The hold as it was released, by whoever was first; empty where there was none.
  public Optional<Hold> release(String session, Said said) {
    Optional<Hold> released = holds.release(session, said);
    released.ifPresent(this::finishWhereReleased);
    return released;
  }

  /// Protects what has come since to sessions that are held, and finishes what broke off. One that
  /// fails is told to `failed`, and costs no other one its turn.
  public void sweep(Instant now, Consumer<RuntimeException> failed) {
    List<Hold> page = holds.list("", PAGE);
    while (!page.isEmpty()) {
      for (Hold hold : page) {
        try {
          sweep(hold, now);
        } catch (RuntimeException e) {
          failed.accept(e);
        }
      }
      page = holds.list(page.getLast().session(), PAGE);
    }
  }

  private void sweep(Hold hold, Instant now) {
    if (!hold.isReleased()) {
      keep(hold);
      return;
    }
    finishWhereReleased(hold);
    if (hold.released() != null && hold.released().at().plus(REMEMBERED).isBefore(now)) {
      holds.forget(hold.session());
    }
  }

  private void keep(Hold hold) {
    log.append(List.of(HoldEvent.placed(hold)));
    SessionId.parse(hold.session()).ifPresent(recordings::keep);
    holds.keep(hold.session());
  }

  private void finishWhereReleased(Hold hold) {
    if (hold.released() != null) {
      log.append(List.of(HoldEvent.released(hold, hold.released())));
      SessionId.parse(hold.session()).ifPresent(recordings::letGo);
      holds.letGo(hold.session());
    }
  }
}
