package io.tapevault.disk.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/// The tables. `user_version` says how many of the steps a file has had; a step that was released
/// never changes.
final class Schema {

  // "Tape": tells our files from those of other programs.
  private static final int APPLICATION = 0x54617065;

  // A session of an event's own (`outside`), the index that it asked for (`ei`) and where it lies
  // (`session`, `idx`) as
  // AuditEvent and EventKey have them; `expires` in Unix seconds. AUTOINCREMENT, because the place
  // of a deleted event in
  // the order of storing must never be given out again: a SIEM that has had it would miss the new
  // one.
  private static final List<String> STEPS =
      List.of(
          """
          CREATE TABLE event (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT,
            session TEXT NOT NULL,
            idx INTEGER NOT NULL,
            type TEXT NOT NULL,
            seconds INTEGER NOT NULL,
            nanos INTEGER NOT NULL,
            uid TEXT,
            outside INTEGER NOT NULL,
            ei INTEGER NOT NULL,
            hash TEXT NOT NULL,
            conflict INTEGER NOT NULL,
            expires INTEGER NOT NULL,
            json TEXT NOT NULL,
            UNIQUE (session, idx)
          ) STRICT;
          CREATE INDEX event_by_time ON event (seconds, nanos, session, idx);
          CREATE INDEX event_by_type ON event (type, seconds, nanos, session, idx);
          CREATE INDEX event_by_expiry ON event (expires);
          CREATE TABLE parked (
            id INTEGER PRIMARY KEY,
            day TEXT NOT NULL,
            reason TEXT NOT NULL,
            sha256 TEXT NOT NULL,
            detail TEXT NOT NULL,
            uid TEXT,
            expires INTEGER NOT NULL,
            bytes BLOB NOT NULL,
            UNIQUE (day, reason, sha256)
          ) STRICT;
          CREATE INDEX parked_by_expiry ON parked (expires);
          CREATE TABLE delivered (
            sink TEXT PRIMARY KEY,
            sequence INTEGER NOT NULL
          ) STRICT, WITHOUT ROWID;
          """,
          """
          CREATE TABLE register (
            subject TEXT NOT NULL,
            name TEXT NOT NULL,
            at INTEGER NOT NULL,
            text TEXT NOT NULL,
            expires INTEGER NOT NULL,
            PRIMARY KEY (subject, name)
          ) STRICT, WITHOUT ROWID;
          """,
          // What SIEMs have had is `delivered` up to there, unless a row of `account` says
          // otherwise.
          // `outcome` is the rank of an Outcome, `hour` in Unix seconds; `expires` is null for as
          // long
          // as the event is there.
          """
          CREATE TABLE account (
            session TEXT NOT NULL,
            idx INTEGER NOT NULL,
            sink TEXT NOT NULL,
            hour INTEGER NOT NULL,
            outcome INTEGER NOT NULL,
            why TEXT NOT NULL,
            expires INTEGER,
            PRIMARY KEY (session, idx, sink)
          ) STRICT, WITHOUT ROWID;
          CREATE INDEX account_by_hour ON account (sink, hour);
          CREATE INDEX account_by_expiry ON account (expires) WHERE expires IS NOT NULL;
          """,
          // What was stored up to there, a SIEM was never to have.
          """
          ALTER TABLE delivered ADD COLUMN began INTEGER NOT NULL DEFAULT 0;
          """,
          // `kept` is the expiry of a held event, which has none; times in milliseconds.
          """
          ALTER TABLE event ADD COLUMN kept INTEGER;
          CREATE TABLE hold (
            session TEXT PRIMARY KEY,
            placed_by TEXT NOT NULL,
            placed_why TEXT NOT NULL,
            placed_at INTEGER NOT NULL,
            released_by TEXT,
            released_why TEXT,
            released_at INTEGER
          ) STRICT, WITHOUT ROWID;
          """,
          // Times in milliseconds; `ended` is the largest number while nothing tells of an end.
          """
          CREATE TABLE listed (
            sid TEXT PRIMARY KEY,
            revision INTEGER NOT NULL,
            at INTEGER NOT NULL,
            tie INTEGER NOT NULL,
            ended INTEGER NOT NULL,
            user TEXT NOT NULL,
            server TEXT NOT NULL,
            kind TEXT NOT NULL,
            state TEXT NOT NULL,
            expires INTEGER NOT NULL,
            json TEXT NOT NULL
          ) STRICT;
          CREATE INDEX listed_by_time ON listed (at, tie, ended);
          CREATE INDEX listed_by_user ON listed (user, at, tie);
          CREATE INDEX listed_by_server ON listed (server, at, tie);
          CREATE INDEX listed_by_kind ON listed (kind, at, tie);
          CREATE INDEX listed_by_state ON listed (state, at, tie);
          CREATE INDEX listed_by_expiry ON listed (expires);
          CREATE TABLE participant (
            name TEXT NOT NULL,
            at INTEGER NOT NULL,
            tie INTEGER NOT NULL,
            sid TEXT NOT NULL,
            PRIMARY KEY (name, at, tie, sid)
          ) STRICT, WITHOUT ROWID;
          CREATE INDEX participant_by_session ON participant (sid);
          """,
          // The number of a line is its place in what is found: see LineNumbers. A transcript is
          // found once it is `shown`, which one of a session is at most. The words stand there as
          // Words has them, between blanks, so that nothing but a blank parts them.
          """
          CREATE TABLE transcript (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            sid TEXT NOT NULL,
            version TEXT NOT NULL,
            at INTEGER NOT NULL,
            user TEXT NOT NULL,
            server TEXT NOT NULL,
            shown INTEGER NOT NULL
          ) STRICT;
          CREATE INDEX transcript_by_session ON transcript (sid);
          CREATE UNIQUE INDEX transcript_shown ON transcript (sid) WHERE shown = 1;
          CREATE TABLE transcript_slot (
            first INTEGER PRIMARY KEY,
            transcript INTEGER NOT NULL
          ) STRICT;
          CREATE INDEX transcript_slot_by_transcript ON transcript_slot (transcript);
          CREATE TABLE transcript_line (
            number INTEGER PRIMARY KEY,
            millis INTEGER NOT NULL,
            text TEXT NOT NULL
          ) STRICT;
          CREATE VIRTUAL TABLE transcript_words USING fts5 (
            words, whose, content = '', contentless_delete = 1,
            tokenize = "unicode61 remove_diacritics 0 categories 'L* N* M* S* C* P*'"
          );
          """,
          // Times in milliseconds; of the secret there is its SHA-256 alone.
          """
          CREATE TABLE token (
            id TEXT PRIMARY KEY,
            digest TEXT NOT NULL,
            name TEXT NOT NULL,
            scopes TEXT NOT NULL,
            made_by TEXT NOT NULL,
            made_at INTEGER NOT NULL,
            expires INTEGER,
            revoked_by TEXT,
            revoked_at INTEGER,
            used_at INTEGER
          ) STRICT, WITHOUT ROWID;
          """,
          Members.indexes(),
          // Where an event lies that a SIEM refused.
          """
          ALTER TABLE parked ADD COLUMN place TEXT;
          """,
          // Where it came in.
          """
          ALTER TABLE parked ADD COLUMN door TEXT;
          """);

  private Schema() {}

  /// Brings the file up to date. Throws an [IllegalStateException] where it is not ours, or from a
  /// later version.
  static void prepare(Connection connection, Path file) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      int application = number(statement, "PRAGMA application_id");
      int version = number(statement, "PRAGMA user_version");
      boolean empty = number(statement, "SELECT count(*) FROM sqlite_schema") == 0;
      if (application != APPLICATION && !(empty && application == 0 && version == 0)) {
        throw new IllegalStateException(file + " is a database of another program");
      }
      if (version > STEPS.size()) {
        throw new IllegalStateException(
            "the database "
                + file
                + " was written by a later version of Tapevault (its schema is "
                + version
                + ", this one knows "
                + STEPS.size()
                + ")");
      }
      statement.execute("PRAGMA journal_mode = WAL");
      for (int step = version; step < STEPS.size(); step++) {
        statement.executeUpdate(
            "BEGIN IMMEDIATE; "
                + STEPS.get(step)
                + "PRAGMA application_id = "
                + APPLICATION
                + "; PRAGMA user_version = "
                + (step + 1)
                + "; COMMIT;");
      }
    }
  }

  private static int number(Statement statement, String sql) throws SQLException {
    try (ResultSet row = statement.executeQuery(sql)) {
      return row.getInt(1);
    }
  }
}
