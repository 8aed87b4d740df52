package io.tapevault.aws.s3;

import io.tapevault.recording.SessionId;
import io.tapevault.search.Transcribed;
import io.tapevault.settings.Layout;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/// What the objects of one transcript are called: `<day>/<seconds left of the
/// day>.<sid>.<version>`, so that of a day the newest session is listed first.
record TranscriptName(String name) {

  /// Of the lines, by day: what Athena reads, and we.
  static final String LINES = Layout.TRANSCRIPTS + "day=";

  private static final String SUFFIX = ".ndjson.gz";
  private static final String FILTERS = Layout.TRANSCRIPTS + "words/";
  private static final String SESSIONS = Layout.TRANSCRIPTS + "sessions/";
  private static final int LAST_SECOND = 86_399;

  static TranscriptName of(Transcribed transcript) {
    int second = (int) Math.floorMod(transcript.at().getEpochSecond(), (long) LAST_SECOND + 1);
    return new TranscriptName(
        "%s/%05d.%s.%s"
            .formatted(
                day(transcript.at()),
                LAST_SECOND - second,
                transcript.sid(),
                transcript.version()));
  }

  static LocalDate day(Instant at) {
    return at.atZone(ZoneOffset.UTC).toLocalDate();
  }

  /// Of a key under [#LINES].
  static TranscriptName ofLines(String key) {
    return new TranscriptName(
        key.substring(LINES.length(), Math.max(LINES.length(), key.length() - SUFFIX.length())));
  }

  /// Where it is noted what there is of a session.
  static String notes(SessionId sid) {
    return SESSIONS + sid + "/";
  }

  static TranscriptName ofNote(SessionId sid, String key) {
    return new TranscriptName(key.substring(notes(sid).length()));
  }

  String note(SessionId sid) {
    return notes(sid) + name;
  }

  String lines() {
    return LINES + name + SUFFIX;
  }

  String filter() {
    return FILTERS + name;
  }

  /// In the order of keys right before [#lines].
  String before() {
    return LINES + name;
  }

  String folder() {
    return name.substring(0, name.indexOf('/'));
  }
}
