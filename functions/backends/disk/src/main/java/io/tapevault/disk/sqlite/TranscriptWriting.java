package io.tapevault.disk.sqlite;

import io.tapevault.event.Unavailable;
import io.tapevault.search.Transcribed;
import io.tapevault.search.Transcripts.Taker;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Writes one transcript, some lines at a time; it is found when all are there.
final class TranscriptWriting implements Taker {

  // As many as take some milliseconds.
  private static final int LINES_AT_ONCE = 500;
  private static final int CHARACTERS_AT_ONCE = 1 << 18;

  private static final String BEGIN =
      "INSERT INTO transcript (sid, version, at, user, server, shown) VALUES (?, ?, ?, ?, ?, 0)"
          + " RETURNING id";
  private static final String IS_WANTED = "SELECT 1 FROM transcript WHERE id = ? AND shown = 0";
  private static final String LAST_SLOT =
      "SELECT max(first) FROM transcript_slot WHERE first >= ? AND first < ?";
  private static final String TAKE_SLOT =
      "INSERT INTO transcript_slot (first, transcript) VALUES (?, ?)";
  private static final String LINE =
      "INSERT INTO transcript_line (number, millis, text) VALUES (?, ?, ?)";
  private static final String WORDS =
      "INSERT INTO transcript_words (rowid, words, whose) VALUES (?, ?, ?)";
  // One that was begun later tells more of what is shown now.
  private static final String SHOW =
      "UPDATE transcript SET shown = 1 WHERE id = ?1 AND NOT EXISTS"
          + " (SELECT 1 FROM transcript WHERE sid = ?2 AND shown = 1)";
  private static final String HIDE_FORMER =
      "UPDATE transcript SET shown = -1 WHERE sid = ? AND shown = 1 AND id < ?";

  private final Connections connections;
  private final Transcribed transcript;
  private final String whose;
  private final List<Line> waiting = new ArrayList<>();
  private final long id;
  private int characters;
  private long next;

  private record Line(long millis, String text) {}

  TranscriptWriting(Connections connections, Transcribed transcript) {
    this.connections = connections;
    this.transcript = transcript;
    this.whose = WordIndex.whose(transcript);
    this.id = connections.write("begin a transcript", this::begin);
  }

  long id() {
    return id;
  }

  private long begin(Connection connection) throws SQLException {
    try (PreparedStatement begin = connection.prepareStatement(BEGIN)) {
      begin.setString(1, transcript.sid().value());
      begin.setString(2, transcript.version());
      begin.setLong(3, transcript.at().toEpochMilli());
      begin.setString(4, transcript.user());
      begin.setString(5, transcript.server());
      try (ResultSet row = begin.executeQuery()) {
        return row.getLong(1);
      }
    }
  }

  @Override
  public void line(long millis, String text) {
    waiting.add(new Line(millis, text));
    characters += text.length();
    if (waiting.size() == LINES_AT_ONCE || characters >= CHARACTERS_AT_ONCE) {
      int _ = connections.write("write a transcript", this::writeWaiting);
    }
  }

  /// The rest, and all is found from now on.
  void show() {
    int _ =
        connections.write(
            "write a transcript",
            connection -> {
              int _ = writeWaiting(connection);
              int _ = update(connection, HIDE_FORMER, transcript.sid().value(), id);
              return update(connection, SHOW, id, transcript.sid().value());
            });
  }

  private static int update(Connection connection, String sql, Object first, Object second)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      update.setObject(1, first);
      update.setObject(2, second);
      return update.executeUpdate();
    }
  }

  private int writeWaiting(Connection connection) throws SQLException {
    requireWanted(connection);
    try (PreparedStatement line = connection.prepareStatement(LINE);
        PreparedStatement words = connection.prepareStatement(WORDS)) {
      for (Line one : waiting) {
        if (next % LineNumbers.SLOT == 0) {
          next = takeSlot(connection);
        }
        line.setLong(1, next);
        line.setLong(2, one.millis());
        line.setString(3, one.text());
        line.executeUpdate();
        words.setLong(1, next);
        words.setString(2, WordIndex.words(one.text()));
        words.setString(3, whose);
        words.executeUpdate();
        next++;
      }
    }
    int written = waiting.size();
    waiting.clear();
    characters = 0;
    return written;
  }

  private void requireWanted(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(IS_WANTED)) {
      select.setLong(1, id);
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          throw new Unavailable(
              "another transcript of " + transcript.sid() + " was begun meanwhile, or it went");
        }
      }
    }
  }

  /// In the transcript's second; where that is full, in the one before.
  private long takeSlot(Connection connection) throws SQLException {
    long second = next == 0 ? LineNumbers.of(transcript.at()) : next - LineNumbers.SLOT;
    long free = free(connection, second);
    while (free == LineNumbers.behind(second)) {
      second = free;
      free = free(connection, second);
    }
    int _ = update(connection, TAKE_SLOT, free, id);
    return free;
  }

  /// Behind the last that is taken in this second.
  private static long free(Connection connection, long second) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(LAST_SLOT)) {
      select.setLong(1, second);
      select.setLong(2, LineNumbers.behind(second));
      try (ResultSet row = select.executeQuery()) {
        long last = row.getLong(1);
        return row.wasNull() ? second : last + LineNumbers.SLOT;
      }
    }
  }
}
