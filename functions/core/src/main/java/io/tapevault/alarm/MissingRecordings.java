package io.tapevault.alarm;

import io.tapevault.alarm.Register.Entry;
import io.tapevault.alarm.Register.Subject;
import io.tapevault.event.EventLog;
import io.tapevault.recording.ObjectKey;
import io.tapevault.recording.ObjectStore;
import io.tapevault.recording.SessionId;
import io.tapevault.session.Session;
import io.tapevault.session.Sessions;
import io.tapevault.session.UploadEvent;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// Tells, once each, that the recording of a session which ended some time ago is not there. It
/// counts as missing until it arrives, and for 30 days at most.
public final class MissingRecordings {

  private static final int PAGE = 500;

  private final Register register;
  private final EventLog log;
  private final ObjectStore store;
  private final Sessions sessions;

  public MissingRecordings(Register register, EventLog log, ObjectStore store, Sessions sessions) {
    this.register = register;
    this.log = log;
    this.store = store;
    this.sessions = sessions;
  }

  /// How many sessions wait for their recording, of how many it is missing, and whether all were
  /// looked at.
  public record Looked(int waiting, int missing, boolean toTheEnd) {}

  public Looked look(Instant now, BooleanSupplier timeLeft) {
    int waiting = 0;
    int missing = 0;
    List<Entry> page = register.page(Subject.ENDED_SESSIONS, null, PAGE);
    while (!page.isEmpty()) {
      List<Entry> due = page.stream().filter(one -> !now.isBefore(alarm(one))).toList();
      waiting += page.size() - due.size();
      Set<String> arrived = UploadEvent.arrived(log, due.stream().map(Entry::name).toList());
      for (Entry entry : due) {
        if (!timeLeft.getAsBoolean()) {
          return new Looked(waiting, missing, false);
        }
        if (arrived.contains(entry.name()) || isThere(entry.name())) {
          register.remove(Subject.ENDED_SESSIONS, entry);
        } else if (isMissing(entry)) {
          missing++;
        }
      }
      page = register.page(Subject.ENDED_SESSIONS, page.getLast().name(), PAGE);
    }
    return new Looked(waiting, missing, true);
  }

  private static Instant alarm(Entry entry) {
    return EndedSession.of(entry).alarm();
  }

  private boolean isThere(String sid) {
    return store.find(new ObjectKey.Recording(new SessionId(sid))).isPresent();
  }

  private boolean isMissing(Entry entry) {
    EndedSession session = EndedSession.of(entry);
    if (session.told()) {
      return true;
    }
    // The end need not say so where the start did.
    if (sessions.find(session.sid()).filter(Session::notRecorded).isPresent()) {
      register.remove(Subject.ENDED_SESSIONS, entry);
      return false;
    }
    log.append(List.of(session.missing()));
    register.replace(Subject.ENDED_SESSIONS, entry, session.whenTold().entry());
    return true;
  }
}
