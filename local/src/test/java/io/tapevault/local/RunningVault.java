package io.tapevault.local;

import io.tapevault.local.config.LocalConfig;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// Tests that ask a vault with a folder of its own, which a test may stop and start again.
public abstract class RunningVault {

  protected @TempDir Path data;
  protected Client client = new Client(URI.create("http://127.0.0.1"));
  private AutoCloseable running = () -> {};

  @BeforeEach
  protected void start() throws Exception {
    LocalVault vault = LocalVault.start(LocalConfig.defaults(data), data, 0);
    running = vault;
    client = new Client(vault.uri());
  }

  @AfterEach
  protected void stop() throws Exception {
    running.close();
  }
}
