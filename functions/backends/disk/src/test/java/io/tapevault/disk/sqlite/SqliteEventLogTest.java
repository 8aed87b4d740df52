package io.tapevault.disk.sqlite;

import io.tapevault.event.EventLog;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.EventLogContract;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.io.TempDir;

final class SqliteEventLogTest extends EventLogContract {

  @TempDir private Path folder;

  @AutoClose private final Databases databases = new Databases();

  @Override
  public Optional<EventLog> denied() {
    // A file that may not be written to is not opened.
    return Optional.empty();
  }

  @Override
  protected EventLog open(InstantSource clock, Retention retention) {
    return databases.in(folder, clock, retention).log();
  }
}
