package io.tapevault.node.recordings.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class BandwidthTest {

  private long nanos = 5;
  private long most = 1000;

  @Test
  void so_many_bytes_take_their_time_and_a_pause_saves_none() throws InterruptedException {
    Bandwidth bandwidth = new Bandwidth(() -> nanos, time -> nanos += time.toNanos(), () -> most);
    for (int i = 0; i <= 10; i++) {
      bandwidth.take(100);
    }
    assertEquals(Duration.ofSeconds(1).toNanos() + 5, nanos);
    nanos += Duration.ofHours(1).toNanos();
    long before = nanos;
    bandwidth.take(100);
    bandwidth.take(100);
    assertEquals(Duration.ofMillis(100).toNanos(), nanos - before);
    most = Long.MAX_VALUE;
    bandwidth.take(100);
    before = nanos;
    bandwidth.take(1 << 30);
    assertEquals(before, nanos);
  }
}
