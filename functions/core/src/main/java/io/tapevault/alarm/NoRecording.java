package io.tapevault.alarm;

import io.tapevault.alarm.Register.Subject;
import io.tapevault.configuration.VaultConfig.Alarms;
import io.tapevault.session.Session;
import java.time.Instant;
import java.util.Locale;

/// Why a session has no recording.
public enum NoRecording {
  /// Recording was off.
  NOT_RECORDED,
  /// It has not ended yet.
  RUNNING,
  /// It ended a while ago.
  AWAITED,
  MISSING;

  public static NoRecording of(String sid, Session told, Register register, Instant now) {
    if (told.notRecorded()) {
      return NOT_RECORDED;
    }
    Instant end = told.end();
    if (end == null) {
      return RUNNING;
    }
    // Not every end came through us: Teleport writes into the same table.
    Instant due =
        register
            .find(Subject.ENDED_SESSIONS, sid)
            .map(entry -> EndedSession.of(entry).due())
            .orElseGet(() -> end.plus(Alarms.DEFAULT.missingAfter()));
    return now.isBefore(due) ? AWAITED : MISSING;
  }

  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
