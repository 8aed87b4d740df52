package io.tapevault.http.playback.watch;

import io.tapevault.event.EventLog;
import io.tapevault.http.Answer;
import io.tapevault.http.playback.download.Downloads;
import io.tapevault.http.playback.download.Made;
import io.tapevault.recording.ObjectKey.Kind;
import io.tapevault.recording.ObjectStore.StoredObject;
import io.tapevault.recording.SessionId;
import io.tapevault.recording.asciicast.CastLines;
import io.tapevault.recording.asciicast.CastVersion;
import io.tapevault.session.LoggedDialogue;
import io.tapevault.session.Screens;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.Map;

/// What is shown of a database's session that has no recording: its events in the log, as the
/// recording would have them.
final class LoggedForms {

  private static final String LESS = "its events are at …/events";

  private final EventLog log;
  private final Screens screens;
  private final Downloads downloads;
  private final InstantSource clock;

  LoggedForms(EventLog log, Screens screens, Downloads downloads, InstantSource clock) {
    this.log = log;
    this.screens = screens;
    this.downloads = downloads;
    this.clock = clock;
  }

  boolean has(SessionId sid) {
    return LoggedDialogue.isThere(log, sid);
  }

  Answer cast(SessionId sid, CastVersion version) throws IOException {
    return Made.of(
        downloads,
        "application/x-asciicast",
        LESS,
        out -> {
          try (CastLines lines = new CastLines(out, version)) {
            LoggedDialogue.of(log, clock, sid).to(lines);
          }
        });
  }

  /// As [TranscriptAnswer] reads it.
  StoredObject transcript(SessionId sid) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Screens.Forms forms = screens.forms(Map.<Kind, OutputStream>of(Kind.TRANSCRIPT, out));
    LoggedDialogue.of(log, clock, sid).to(forms);
    forms.finish();
    return new ReadAgain(out.toByteArray(), clock.instant());
  }
}
