package io.tapevault.disk.sqlite;

import io.tapevault.recording.SessionId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/// Deletes transcripts that nobody is to find any more.
final class TranscriptRows {

  // As many as take some milliseconds.
  private static final int AT_ONCE = 500;

  private static final String HIDE = "UPDATE transcript SET shown = -1 WHERE sid = ?";
  private static final String GIVE_UP =
      "UPDATE transcript SET shown = -1 WHERE sid = ? AND shown = 0 AND id <= ?";
  private static final String SLOT =
      "SELECT slot.first FROM transcript_slot AS slot JOIN transcript"
          + " ON transcript.id = slot.transcript WHERE sid = ? AND shown = -1 LIMIT 1";
  private static final String SOME =
      " IN (SELECT number FROM transcript_line WHERE number >= ? AND number < ? LIMIT ?)";
  private static final String WORDS = "DELETE FROM transcript_words WHERE rowid" + SOME;
  private static final String LINES = "DELETE FROM transcript_line WHERE number" + SOME;
  private static final String EMPTY = "DELETE FROM transcript_slot WHERE first = ?";
  private static final String GONE = "DELETE FROM transcript WHERE sid = ? AND shown = -1";

  private final Connections connections;

  TranscriptRows(Connections connections) {
    this.connections = connections;
  }

  /// From now on nothing of the session is found; what is being written is given up.
  void hide(SessionId sid) {
    int _ =
        connections.write(
            "hide a transcript",
            connection -> {
              try (PreparedStatement hide = connection.prepareStatement(HIDE)) {
                hide.setString(1, sid.value());
                return hide.executeUpdate();
              }
            });
  }

  /// Of the session, what is hidden, and what was begun up to there and is not shown.
  void deleteHidden(SessionId sid, long last) {
    int _ =
        connections.write(
            "give up a transcript",
            connection -> {
              try (PreparedStatement giveUp = connection.prepareStatement(GIVE_UP)) {
                giveUp.setString(1, sid.value());
                giveUp.setLong(2, last);
                return giveUp.executeUpdate();
              }
            });
    while (connections.write("delete a transcript", connection -> deleteSome(connection, sid))) {
      // Others write in between.
    }
  }

  /// False where nothing is left.
  private static boolean deleteSome(Connection connection, SessionId sid) throws SQLException {
    Optional<Long> slot = slot(connection, sid);
    if (slot.isEmpty()) {
      try (PreparedStatement gone = connection.prepareStatement(GONE)) {
        gone.setString(1, sid.value());
        gone.executeUpdate();
      }
      return false;
    }
    int _ = delete(connection, WORDS, slot.get());
    if (delete(connection, LINES, slot.get()) < AT_ONCE) {
      try (PreparedStatement empty = connection.prepareStatement(EMPTY)) {
        empty.setLong(1, slot.get());
        empty.executeUpdate();
      }
    }
    return true;
  }

  private static Optional<Long> slot(Connection connection, SessionId sid) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(SLOT)) {
      select.setString(1, sid.value());
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(row.getLong(1)) : Optional.empty();
      }
    }
  }

  private static int delete(Connection connection, String sql, long slot) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(sql)) {
      delete.setLong(1, slot);
      delete.setLong(2, slot + LineNumbers.SLOT);
      delete.setInt(3, AT_ONCE);
      return delete.executeUpdate();
    }
  }
}
