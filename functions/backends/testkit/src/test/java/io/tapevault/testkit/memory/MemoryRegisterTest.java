package io.tapevault.testkit.memory;

import io.tapevault.alarm.Register;
import io.tapevault.testkit.contract.RegisterContract;
import java.time.InstantSource;
import java.util.Optional;

final class MemoryRegisterTest extends RegisterContract {

  @Override
  protected Register open(InstantSource clock) {
    return new MemoryRegister(clock);
  }

  @Override
  protected Optional<Register> denied() {
    return Optional.empty();
  }
}
