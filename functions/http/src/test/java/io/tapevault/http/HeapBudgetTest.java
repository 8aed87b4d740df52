package io.tapevault.http;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class HeapBudgetTest {

  private static final long MIB = 1 << 20;

  @Test
  void what_is_held_is_no_room_for_others_until_it_is_closed() {
    HeapBudget budget = new HeapBudget(10 * MIB, Duration.ZERO);
    try (HeapBudget.Share second = budget.share()) {
      try (HeapBudget.Share first = budget.share()) {
        assertTrue(first.grow(4 * MIB));
        assertTrue(first.grow(4 * MIB));
        assertFalse(second.grow(4 * MIB));
        assertTrue(second.grow(MIB));
      }
      assertTrue(second.grow(8 * MIB));
    }
    assertTrue(budget.share().grow(9 * MIB));
  }

  @Test
  void closing_twice_gives_back_once() {
    HeapBudget budget = new HeapBudget(2 * MIB, Duration.ZERO);
    HeapBudget.Share share = budget.share();
    assertTrue(share.grow(MIB));
    share.close();
    share.close();
    assertTrue(budget.share().grow(2 * MIB - 1024));
    assertFalse(budget.share().grow(1));
  }

  @Test
  void who_wants_more_than_there_is_gets_all_of_it_alone() {
    HeapBudget budget = new HeapBudget(10 * MIB, Duration.ZERO);
    HeapBudget.Share large = budget.share();
    HeapBudget.Share small = budget.share();
    assertTrue(large.grow(100 * MIB));
    assertFalse(small.grow(1));
    large.close();
    assertTrue(small.grow(1));
    assertFalse(large.grow(100 * MIB));
  }

  @Test
  void who_needs_little_passes_one_who_waits_for_much() throws Exception {
    HeapBudget budget = new HeapBudget(10 * MIB, Duration.ofMinutes(1));
    HeapBudget.Share held = budget.share();
    assertTrue(held.grow(8 * MIB));
    FutureTask<Boolean> much = waiting(() -> budget.share().grow(6 * MIB));
    try (HeapBudget.Share little = budget.share()) {
      assertTrue(little.grow(MIB));
    }
    assertFalse(much.isDone());
    held.close();
    assertTrue(much.get());
  }

  @Test
  void who_is_interrupted_waits_no_longer_and_holds_nothing() throws Exception {
    HeapBudget budget = new HeapBudget(MIB, Duration.ofMinutes(1));
    try (HeapBudget.Share held = budget.share()) {
      assertTrue(held.grow(MIB));
      Thread.currentThread().interrupt();
      assertFalse(budget.share().grow(MIB));
      assertTrue(Thread.interrupted());
    }
    assertTrue(budget.share().grow(MIB));
  }

  private static FutureTask<Boolean> waiting(Callable<Boolean> wait) throws InterruptedException {
    FutureTask<Boolean> task = new FutureTask<>(wait);
    Thread thread = Thread.ofPlatform().start(task);
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      Thread.sleep(1);
    }
    return task;
  }
}
