package io.tapevault.disk.sqlite;

import io.tapevault.forwarding.EventFeed;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.EventFeedContract;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.io.TempDir;

final class SqliteEventFeedTest extends EventFeedContract {

  @TempDir private Path folder;

  @AutoClose private final Databases databases = new Databases();

  @Override
  protected Fed open(InstantSource clock, Retention retention) {
    SqliteDatabase database = databases.in(folder, clock, retention);
    return new Fed(database.log(), database.feed());
  }

  @Override
  protected EventFeed away() {
    SqliteDatabase closed =
        SqliteDatabase.open(folder.resolve("closed"), InstantSource.system(), Retention.DEFAULT);
    closed.close();
    return closed.feed();
  }
}
