package io.tapevault.testkit.memory;

import io.tapevault.event.Parking;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.ParkingContract;
import java.time.InstantSource;
import java.util.Optional;

final class MemoryParkingTest extends ParkingContract {

  @Override
  protected Optional<Parking> denied() {
    return Optional.empty();
  }

  @Override
  protected Parking open(InstantSource clock, Retention retention) {
    return new MemoryParking(clock, retention);
  }
}
