package io.tapevault.disk.sqlite;

import static java.nio.file.attribute.PosixFilePermission.OWNER_READ;
import static java.nio.file.attribute.PosixFilePermission.OWNER_WRITE;

import io.tapevault.event.EventLog;
import io.tapevault.event.Parking;
import io.tapevault.forwarding.EventFeed;
import io.tapevault.settings.Retention;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;

/// Events on one machine: one SQLite file, which one process has open at a time.
///
/// What was answered for survives the loss of the process and of power: the file is in WAL mode and
/// every commit is synced (`synchronous=FULL`).
public final class SqliteDatabase implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  // As many rows as are deleted in some milliseconds, so that an append in between does not wait
  // longer.
  private static final int SWEPT_AT_ONCE = 500;

  private static final Set<PosixFilePermission> OWNER = Set.of(OWNER_READ, OWNER_WRITE);

  private final DatabaseLock lock;
  private final Connections connections;
  private final InstantSource clock;
  private final Retention retention;

  private SqliteDatabase(
      DatabaseLock lock, Connections connections, InstantSource clock, Retention retention) {
    this.lock = lock;
    this.connections = connections;
    this.clock = clock;
    this.retention = retention;
  }

  /// Opens the file, or makes it and its folder. Throws an [IllegalStateException] with one
  /// sentence for people when the file cannot be used.
  public static SqliteDatabase open(Path file, InstantSource clock, Retention retention) {
    return open(file, clock, retention, PATIENCE);
  }

  static SqliteDatabase open(
      Path file, InstantSource clock, Retention retention, Duration patience) {
    Path real = realPath(file.toAbsolutePath());
    DatabaseLock lock = DatabaseLock.take(real);
    try {
      return new SqliteDatabase(lock, Connections.open(real, patience), clock, retention);
    } catch (SQLException e) {
      lock.close();
      throw new IllegalStateException(
          "the database " + file + " cannot be opened: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static Path realPath(Path file) {
    Path folder = file.getParent();
    if (folder == null || Files.isDirectory(file)) {
      throw new IllegalStateException("the database " + file + " cannot be opened: it is a folder");
    }
    try {
      Files.createDirectories(folder);
      if (Files.notExists(file)) {
        create(file);
      }
      return file.toRealPath();
    } catch (IOException e) {
      throw new IllegalStateException(
          "the folder of the database " + file + " cannot be used: " + e, e);
    }
  }

  // For its owner alone; SQLite gives the files that it makes beside it the same permissions.
  private static void create(Path file) throws IOException {
    boolean posix =
        Files.getFileStore(file.resolveSibling(""))
            .supportsFileAttributeView(PosixFileAttributeView.class);
    Files.createFile(
        file,
        posix
            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER)}
            : new FileAttribute<?>[0]);
  }

  public EventLog log() {
    return new SqliteEventLog(connections, clock, retention);
  }

  public Parking parking() {
    return new SqliteParking(connections, clock, retention);
  }

  public EventFeed feed() {
    return new SqliteEventFeed(connections, clock);
  }

  /// Deletes what has expired, a little at a time: appends come in between, and readers notice
  /// nothing. Answers how many events were deleted.
  public long sweep() {
    long now = Expiry.now(clock);
    sweep("DELETE FROM parked WHERE id IN (SELECT id FROM parked WHERE expires <= ? LIMIT ?)", now);
    return sweep(
        "DELETE FROM event WHERE sequence IN (SELECT sequence FROM event WHERE expires <= ? LIMIT ?)",
        now);
  }

  private long sweep(String sql, long now) {
    long swept = 0;
    int deleted;
    do {
      deleted =
          connections.write(
              "sweep",
              connection -> {
                try (PreparedStatement delete = connection.prepareStatement(sql)) {
                  delete.setLong(1, now);
                  delete.setInt(2, SWEPT_AT_ONCE);
                  return delete.executeUpdate();
                }
              });
      swept += deleted;
    } while (deleted == SWEPT_AT_ONCE);
    return swept;
  }

  Connections connections() {
    return connections;
  }

  /// Waits for what is being done, then lets another process open the file.
  @Override
  public void close() {
    try {
      connections.close();
    } finally {
      lock.close();
    }
  }
}
