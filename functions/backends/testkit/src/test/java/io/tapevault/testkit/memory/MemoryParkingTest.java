package io.tapevault.testkit.memory;

import io.tapevault.event.Parking;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.ParkingContract;
import java.time.InstantSource;

final class MemoryParkingTest extends ParkingContract {

  @Override
  protected Parking open(InstantSource clock, Retention retention) {
    return new MemoryParking(clock, retention);
  }
}
