package io.tapevault.disk.sqlite;

import io.tapevault.event.Parking;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.ParkingContract;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.io.TempDir;

final class SqliteParkingTest extends ParkingContract {

  @TempDir private Path folder;

  @AutoClose private final Databases databases = new Databases();

  @Override
  protected Optional<Parking> denied() {
    return Optional.empty();
  }

  @Override
  protected Parking open(InstantSource clock, Retention retention) {
    return databases.in(folder, clock, retention).parking();
  }
}
