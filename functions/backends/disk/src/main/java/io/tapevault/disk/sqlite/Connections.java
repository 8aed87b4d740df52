package io.tapevault.disk.sqlite;

import io.tapevault.event.Unavailable;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.SynchronousMode;

/// One connection that writes and a few that read. Readers wait neither for the writer nor for each
/// other, as long as there is a connection to be had.
final class Connections implements AutoCloseable {

  private static final int READERS = 4;
  // A WAL that grew under a long read is cut back to this when it begins anew.
  private static final int WAL_BYTES = 64 << 20;

  private final BlockingQueue<Connection> writer = new ArrayBlockingQueue<>(1, true);
  private final BlockingQueue<Connection> readers = new ArrayBlockingQueue<>(READERS, true);
  private final Duration patience;
  private volatile boolean closed;

  private Connections(Duration patience) {
    this.patience = patience;
  }

  /// What is done with a connection.
  interface Work<T> {
    T with(Connection connection) throws SQLException;
  }

  static Connections open(Path file, Duration patience) throws SQLException {
    Connections connections = new Connections(patience);
    try {
      connections.writer.add(writer(file, patience));
      for (int i = 0; i < READERS; i++) {
        connections.readers.add(reader(file, patience));
      }
      return connections;
    } catch (SQLException e) {
      connections.close(connections.readers, connections.readers.size());
      connections.close(connections.writer, connections.writer.size());
      throw e;
    }
  }

  private static Connection writer(Path file, Duration patience) throws SQLException {
    SQLiteConfig config = config(patience);
    config.setSynchronous(SynchronousMode.FULL);
    config.setJournalSizeLimit(WAL_BYTES);
    Connection connection = config.createConnection(url(file));
    try {
      Schema.prepare(connection, file);
      return connection;
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private static Connection reader(Path file, Duration patience) throws SQLException {
    Connection connection = config(patience).createConnection(url(file));
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA query_only = ON");
    }
    return connection;
  }

  private static SQLiteConfig config(Duration patience) {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout((int) patience.toMillis());
    // Nobody asks for them, and each insert would be followed by a question.
    config.setGetGeneratedKeys(false);
    return config;
  }

  // A URI, because a plain name may not hold a question mark.
  private static String url(Path file) {
    return "jdbc:sqlite:" + file.toUri();
  }

  /// Does the work in one transaction, alone.
  <T> T write(String what, Work<T> work) {
    Connection connection = borrow(writer, what);
    try {
      return inTransaction(connection, work);
    } catch (SQLException e) {
      throw SqliteErrors.translated(what, e);
    } finally {
      writer.add(connection);
    }
  }

  // By hand: the driver's own commit would take the file's write lock again at once, and keep it.
  private static <T> T inTransaction(Connection connection, Work<T> work) throws SQLException {
    boolean committed = false;
    try (Statement transaction = connection.createStatement()) {
      transaction.executeUpdate("BEGIN IMMEDIATE");
      try {
        T result = work.with(connection);
        transaction.executeUpdate("COMMIT");
        committed = true;
        return result;
      } finally {
        if (!committed) {
          rollBack(transaction);
        }
      }
    }
  }

  private static void rollBack(Statement transaction) {
    try {
      transaction.executeUpdate("ROLLBACK");
    } catch (SQLException alreadyRolledBack) {
      // SQLite does so by itself when a disk is full or fails.
    }
  }

  <T> T read(String what, Work<T> work) {
    Connection connection = borrow(readers, what);
    try {
      return work.with(connection);
    } catch (SQLException e) {
      throw SqliteErrors.translated(what, e);
    } finally {
      readers.add(connection);
    }
  }

  private Connection borrow(BlockingQueue<Connection> connections, String what) {
    if (closed) {
      throw new Unavailable("cannot " + what + ": the database is closed");
    }
    try {
      Connection connection = connections.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
      if (connection != null) {
        return connection;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("cannot " + what + ": interrupted", e);
    }
    throw new Unavailable("cannot " + what + ": the database is too busy");
  }

  /// Waits for what is being done.
  @Override
  public void close() {
    closed = true;
    close(readers, READERS);
    close(writer, 1);
  }

  private void close(BlockingQueue<Connection> connections, int open) {
    for (int i = 0; i < open; i++) {
      try (Connection connection = connections.poll(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        if (connection == null) {
          return;
        }
      } catch (SQLException e) {
        throw SqliteErrors.translated("close", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
