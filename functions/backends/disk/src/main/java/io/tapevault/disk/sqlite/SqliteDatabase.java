package io.tapevault.disk.sqlite;

import static java.nio.file.attribute.PosixFilePermission.OWNER_READ;
import static java.nio.file.attribute.PosixFilePermission.OWNER_WRITE;

import io.tapevault.alarm.Register;
import io.tapevault.catalogue.Catalogue;
import io.tapevault.event.EventLog;
import io.tapevault.event.Parking;
import io.tapevault.forwarding.EventFeed;
import io.tapevault.forwarding.accounts.Accounts;
import io.tapevault.hold.Holds;
import io.tapevault.search.Transcripts;
import io.tapevault.settings.Retention;
import io.tapevault.token.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;

/// Events on one machine: one SQLite file, which one process has open at a time.
///
/// What was answered for survives the loss of the process and of power: the file is in WAL mode and
/// every commit is synced (`synchronous=FULL`).
public final class SqliteDatabase implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Set<PosixFilePermission> OWNER = Set.of(OWNER_READ, OWNER_WRITE);

  private final DatabaseLock lock;
  private final Connections connections;
  private final InstantSource clock;
  private final Retention retention;
  private final ClockDoubt doubt;

  private SqliteDatabase(
      DatabaseLock lock, Connections connections, InstantSource clock, Retention retention) {
    this.lock = lock;
    this.connections = connections;
    this.clock = clock;
    this.retention = retention;
    this.doubt = new ClockDoubt(connections, clock, retention, System::nanoTime);
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

  public Register register() {
    return new SqliteRegister(connections, clock);
  }

  public Catalogue catalogue() {
    return new SqliteCatalogue(connections, clock, retention);
  }

  public Transcripts transcripts() {
    return new SqliteTranscripts(connections);
  }

  public EventFeed feed() {
    return new SqliteEventFeed(connections, clock);
  }

  public Accounts accounts() {
    return new SqliteAccounts(connections, clock);
  }

  public Holds holds() {
    return new SqliteHolds(connections);
  }

  public Tokens tokens() {
    return new SqliteTokens(connections);
  }

  /// Deletes what has expired, a little at a time: appends come in between, and readers notice
  /// nothing. What one of the SIEMs has not had stays for 30 days more, and is lost to it then.
  /// Nothing is deleted while the clock is in doubt.
  public Swept sweep(Set<String> siems) {
    if (doubt.isRaised()) {
      return new Swept(0, Map.of());
    }
    return new Sweep(connections, Expiry.now(clock), siems).run();
  }

  /// How many events were deleted, and how many of them each SIEM has never had, where there are
  /// any.
  public record Swept(long events, Map<String, Long> lost) {}

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
