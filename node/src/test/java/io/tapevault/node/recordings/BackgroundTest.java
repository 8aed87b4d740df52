package io.tapevault.node.recordings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.node.recordings.store.Store.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Scans and uploads in threads of their own.
@Timeout(60)
final class BackgroundTest {

  @TempDir Path folder;
  private Bench bench;

  @BeforeEach
  void start() throws IOException {
    bench = new Bench(folder, 1);
    bench.store = shipment -> new Outcome.Confirmed();
  }

  @Test
  void what_has_to_wait_is_never_forgotten_however_quickly_that_is_found_out()
      throws IOException, InterruptedException {
    bench.now = Bench.START;
    bench.parallel = 64;
    for (int i = 0; i < 2000; i++) {
      bench.put(i + ".tar", bench.random(10));
    }
    runUntil(node -> node.progress().confirmed() == 2000);
    assertEquals(Map.of(), bench.left());
  }

  @Test
  void a_fault_of_ours_with_one_recording_holds_up_no_other_and_is_told_as_why_it_waits()
      throws IOException, InterruptedException {
    AtomicBoolean broken = new AtomicBoolean(true);
    bench.store =
        shipment -> {
          if (broken.get() && shipment.sid().value().equals("a")) {
            throw new IllegalStateException("odd");
          }
          return new Outcome.Confirmed();
        };
    bench.put("a.tar", bench.random(10));
    bench.put("b.tar", bench.random(10));
    runUntil(node -> {
      if (node.progress().confirmed() == 1
          && node.progress().oldest().map(one -> one.why().endsWith("odd")).orElse(false)) {
        assertTrue(node.progress().trouble().orElseThrow().contains("a fault of this node"));
        broken.set(false);
      }
      return node.progress().confirmed() == 2;
    });
    assertEquals(Map.of(), bench.left());
  }

  @Test
  void what_is_confirmed_waits_no_longer_also_before_the_next_scan() throws Exception {
    bench.put("a.tar", bench.random(10));
    Recordings node = bench.node();
    node.round();
    assertEquals(1, node.progress().confirmed());
    assertEquals(0, node.progress().pending());
    assertEquals(Optional.empty(), node.progress().oldest());
  }

  @Test
  void what_is_brought_again_waits_for_its_turn() throws Exception {
    bench.put("a.tar", bench.random(10));
    Recordings node = bench.node();
    node.round();
    bench.store = shipment -> new Outcome.TryAgain("busy", true, Duration.ofMinutes(5));
    bench.put("b.tar", bench.random(10));
    node.round();
    bench.put("a.tar", bench.random(10));
    node.round();
    assertEquals("its turn comes", node.progress().oldest().orElseThrow().why());
  }

  @Test
  void a_fault_of_ours_in_a_scan_ends_nothing() throws IOException, InterruptedException {
    bench.put("a.tar", bench.random(10));
    bench.disk.faults = 3;
    runUntil(node -> node.progress().confirmed() == 1);
    assertEquals(0, bench.disk.faults);
    assertTrue(
        bench.log.getFirst().startsWith("a fault of this node (recordings): "),
        bench.log::toString);
  }

  @Test
  void a_clock_that_is_set_back_holds_up_nothing() throws IOException, InterruptedException {
    AtomicBoolean busy = new AtomicBoolean(true);
    bench.store =
        shipment ->
            busy.get()
                ? new Outcome.TryAgain("busy", true, Duration.ofMinutes(30))
                : new Outcome.Confirmed();
    bench.put("a.tar", bench.random(10));
    Recordings node = bench.node();
    Thread running = bench.start(node);
    await(() -> node.progress().trouble().isPresent());
    busy.set(false);
    bench.now = bench.now.minus(Duration.ofDays(1));
    await(() -> node.progress().confirmed() == 1);
    node.close();
    running.join();
    assertEquals(Map.of(), bench.left());
  }

  @Test
  void the_settings_are_heeded_while_it_runs() throws IOException, InterruptedException {
    bench.idle = Optional.of("not now");
    bench.put("a.tar", bench.random(10));
    Recordings node = bench.node();
    Thread running = bench.start(node);
    await(() -> node.progress().oldest().map(one -> one.why().equals("not now")).orElse(false));
    assertEquals(0, node.progress().confirmed());
    bench.idle = Optional.empty();
    await(() -> node.progress().confirmed() == 1);
    bench.idle = Optional.of("no more");
    bench.put("b.tar", bench.random(10));
    await(() -> node.progress().oldest().map(one -> one.why().equals("no more")).orElse(false));
    assertEquals(1, node.progress().confirmed());
    node.close();
    running.join();
  }

  private interface Until {
    boolean reached(Recordings node);
  }

  /// The time passes, a second after the other.
  private void runUntil(Until until) throws InterruptedException {
    Recordings node = bench.node();
    Thread running = bench.start(node);
    await(() -> {
      bench.now = bench.now.plus(Duration.ofSeconds(1));
      return until.reached(node);
    });
    node.close();
    running.join();
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      Thread.sleep(20);
    }
  }
}
