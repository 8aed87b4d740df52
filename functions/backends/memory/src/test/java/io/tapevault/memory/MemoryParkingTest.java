package io.tapevault.memory;

import io.tapevault.contract.ParkingContract;
import io.tapevault.event.Parking;
import io.tapevault.settings.Retention;
import java.time.InstantSource;

final class MemoryParkingTest extends ParkingContract {

  @Override
  protected Parking open(InstantSource clock, Retention retention) {
    return new MemoryParking(clock, retention);
  }
}
