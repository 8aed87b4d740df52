package io.tapevault.disk.sqlite;

import io.tapevault.settings.Retention;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// The databases of one test, each in a file of its own.
final class Databases implements AutoCloseable {

  private final List<SqliteDatabase> open = new ArrayList<>();

  SqliteDatabase in(Path folder, InstantSource clock, Retention retention) {
    SqliteDatabase database =
        SqliteDatabase.open(folder.resolve(open.size() + ".db"), clock, retention);
    open.add(database);
    return database;
  }

  @Override
  public void close() {
    open.forEach(SqliteDatabase::close);
  }
}
