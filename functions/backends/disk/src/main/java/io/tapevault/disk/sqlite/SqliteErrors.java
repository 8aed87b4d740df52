package io.tapevault.disk.sqlite;

import io.tapevault.event.Unavailable;
import java.sql.SQLException;

/// The one place where what SQLite throws becomes what the ports promise.
final class SqliteErrors {

  private SqliteErrors() {}

  static RuntimeException translated(String what, SQLException e) {
    String message = "cannot " + what + ": " + e.getMessage();
    // The low byte; the others say more about the same (https://sqlite.org/rescode.html).
    return switch (e.getErrorCode() & 0xff) {
      // BUSY, LOCKED, NOMEM, READONLY, INTERRUPT, IOERR, FULL, CANTOPEN, PROTOCOL
      case 5, 6, 7, 8, 9, 10, 13, 14, 15 -> new Unavailable(message, e);
      default -> new IllegalStateException(message, e);
    };
  }
}
