package io.tapevault.disk.sqlite;

import io.tapevault.recording.SessionId;
import io.tapevault.search.Excerpt;
import io.tapevault.search.TextQuery;
import io.tapevault.search.Transcribed;
import io.tapevault.search.Transcripts;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Transcripts in a SQLite file, and their words in its full-text index.
///
/// They are written and deleted some lines at a time, so that events come in between.
final class SqliteTranscripts implements Transcripts {

  private static final String IS_THERE =
      "SELECT 1 FROM transcript WHERE sid = ? AND version = ? AND shown = 1";
  // CROSS: in this order, which is that of the words.
  private static final String FIND =
      "SELECT word.rowid, line.millis, line.text, transcript.sid, transcript.version,"
          + " transcript.at, transcript.user, transcript.server, transcript.id"
          + " FROM transcript_words AS word"
          + " CROSS JOIN transcript_slot AS slot ON slot.first = word.rowid - word.rowid % "
          + LineNumbers.SLOT
          + " CROSS JOIN transcript ON transcript.id = slot.transcript"
          + " CROSS JOIN transcript_line AS line ON line.number = word.rowid"
          + " WHERE transcript_words MATCH ? AND word.rowid >= ? AND word.rowid < ?"
          + " AND transcript.shown = 1 ORDER BY word.rowid LIMIT ?";
  private static final String END =
      "SELECT max(first) + " + LineNumbers.SLOT + " FROM transcript_slot WHERE transcript = ?";

  private final Connections connections;
  private final TranscriptRows rows;

  SqliteTranscripts(Connections connections) {
    this.connections = connections;
    this.rows = new TranscriptRows(connections);
  }

  @Override
  public void put(Transcribed transcript, Lines lines) throws IOException {
    if (isThere(transcript)) {
      return;
    }
    TranscriptWriting writing = new TranscriptWriting(connections, transcript);
    try {
      lines.tell(writing);
      writing.show();
    } finally {
      rows.deleteHidden(transcript.sid(), writing.id());
    }
  }

  private boolean isThere(Transcribed transcript) {
    return connections.read(
        "look for a transcript",
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(IS_THERE)) {
            select.setString(1, transcript.sid().value());
            select.setString(2, transcript.version());
            try (ResultSet row = select.executeQuery()) {
              return row.next();
            }
          }
        });
  }

  @Override
  public void remove(SessionId sid) {
    rows.hide(sid);
    rows.deleteHidden(sid, Long.MAX_VALUE);
  }

  @Override
  public Page find(TextQuery query, String after, int limit) {
    long from = after.isEmpty() ? LineNumbers.of(query.to()) : Long.parseLong(after);
    long end = LineNumbers.behind(LineNumbers.of(query.from()));
    return connections.read(
        "search transcripts",
        connection ->
            query.firstOnly()
                ? sessions(connection, query, new Span(from, end), limit)
                : lines(connection, query, new Span(from, end), limit));
  }

  /// From a number on, and before another.
  private record Span(long from, long end) {}

  /// The index may find more than is wanted.
  private record Row(long number, long transcript, Hit hit, boolean isWanted) {}

  private static Page lines(Connection connection, TextQuery query, Span span, int limit)
      throws SQLException {
    List<Hit> hits = new ArrayList<>();
    long from = span.from();
    while (true) {
      List<Row> found = rows(connection, query, new Span(from, span.end()), limit + 1);
      for (Row row : found) {
        if (row.isWanted()) {
          if (hits.size() == limit) {
            return new Page(hits, Long.toString(from));
          }
          hits.add(row.hit());
        }
        from = row.number() + 1;
      }
      if (found.size() <= limit) {
        return new Page(hits, "");
      }
    }
  }

  private static Page sessions(Connection connection, TextQuery query, Span span, int limit)
      throws SQLException {
    List<Hit> hits = new ArrayList<>();
    long from = span.from();
    while (hits.size() < limit) {
      List<Row> found = rows(connection, query, new Span(from, span.end()), 1);
      if (found.isEmpty()) {
        return new Page(hits, "");
      }
      Row first = found.getFirst();
      if (first.isWanted()) {
        hits.add(first.hit());
        from = end(connection, first.transcript());
      } else {
        from = first.number() + 1;
      }
    }
    return new Page(hits, Long.toString(from));
  }

  private static long end(Connection connection, long transcript) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(END)) {
      select.setLong(1, transcript);
      try (ResultSet row = select.executeQuery()) {
        return row.getLong(1);
      }
    }
  }

  private static List<Row> rows(Connection connection, TextQuery query, Span span, int most)
      throws SQLException {
    List<Row> found = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(FIND)) {
      select.setString(1, WordIndex.question(query));
      select.setLong(2, span.from());
      select.setLong(3, span.end());
      select.setInt(4, most);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          found.add(row(query, rows));
        }
      }
    }
    return found;
  }

  private static Row row(TextQuery query, ResultSet row) throws SQLException {
    Transcribed session =
        new Transcribed(
            new SessionId(row.getString(4)),
            row.getString(5),
            Instant.ofEpochMilli(row.getLong(6)),
            row.getString(7),
            row.getString(8));
    Optional<Excerpt> line = query.words().in(row.getString(3));
    Excerpt shown = line.orElseGet(() -> new Excerpt("", 0, 0));
    return new Row(
        row.getLong(1),
        row.getLong(9),
        new Hit(session, row.getLong(2), shown),
        line.isPresent() && query.wants(session));
  }
}
