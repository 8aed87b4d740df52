package io.tapevault.node.recordings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tapevault.node.recordings.store.Store.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Scans and uploads in threads of their own.
final class BackgroundTest {

  @Test
  @Timeout(60)
  void what_has_to_wait_is_never_forgotten_however_quickly_that_is_found_out(@TempDir Path folder)
      throws IOException, InterruptedException {
    Bench bench = new Bench(folder, 1);
    bench.now = Bench.START;
    bench.parallel = 64;
    bench.store = shipment -> new Outcome.Confirmed();
    for (int i = 0; i < 2000; i++) {
      bench.put(i + ".tar", bench.random(10));
    }
    Recordings node = bench.node();
    Thread running = Bench.start(node);
    while (node.progress().confirmed() < 2000) {
      Thread.sleep(50);
      bench.now = bench.now.plus(Duration.ofSeconds(1));
    }
    node.close();
    running.join();
    assertEquals(Map.of(), bench.left());
  }
}
