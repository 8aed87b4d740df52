package io.tapevault.testkit.memory;

import io.tapevault.configuration.Configuration;
import io.tapevault.testkit.contract.ConfigurationContract;
import java.time.Instant;

final class MemoryConfigurationTest extends ConfigurationContract {

  @Override
  protected Configuration open() {
    return new MemoryConfiguration(Instant::now);
  }
}
