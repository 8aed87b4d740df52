package io.tapevault.disk.sqlite;

import io.tapevault.alarm.Register;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.RegisterContract;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.io.TempDir;

final class SqliteRegisterTest extends RegisterContract {

  @TempDir private Path folder;

  @AutoClose private final Databases databases = new Databases();

  @Override
  protected Optional<Register> denied() {
    return Optional.empty();
  }

  @Override
  protected Register open(InstantSource clock) {
    return databases.in(folder, clock, Retention.DEFAULT).register();
  }
}
