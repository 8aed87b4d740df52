package io.tapevault.testkit.contract;

import static io.tapevault.alarm.Register.Subject.NODES;
import static io.tapevault.alarm.Register.Subject.SILENCES;
import static io.tapevault.testkit.contract.Events.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.alarm.Register;
import io.tapevault.alarm.Register.Entry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every [Register] promises.
public abstract class RegisterContract {

  private static final Entry WEB = new Entry("web-1", NOON, "{\"a\":\"ä\\n\\u0000 😀\"}");

  private final MovableClock clock = new MovableClock(NOON);
  private Register register;

  /// A register with nothing in it.
  protected abstract Register open(InstantSource clock) throws Exception;

  /// A register that lacks every permission; empty where the backend knows none.
  protected abstract Optional<Register> denied() throws Exception;

  @BeforeEach
  void begin_with_nothing() throws Exception {
    register = open(clock);
  }

  @Test
  void nothing_is_there_at_first() {
    assertEquals(Optional.empty(), register.find(NODES, "web-1"));
    assertEquals(List.of(), register.page(NODES, null, 10));
    assertEquals(List.of(), register.page(NODES, "web-1", 10));
    assertFalse(register.remove(NODES, WEB));
    assertFalse(register.replace(NODES, WEB, web("other")));
    assertEquals(List.of(), register.page(NODES, null, 10));
  }

  @Test
  void what_was_put_is_there_in_its_list_only() {
    assertTrue(register.put(NODES, WEB));
    assertEquals(Optional.of(WEB), register.find(NODES, "web-1"));
    assertEquals(List.of(WEB), register.page(NODES, null, 10));
    assertEquals(Optional.empty(), register.find(SILENCES, "web-1"));
    assertEquals(List.of(), register.page(SILENCES, null, 10));
  }

  @Test
  void the_latest_counts_in_whatever_order_they_come() {
    Entry later = new Entry("web-1", NOON.plusMillis(1), "later");
    assertTrue(register.put(NODES, WEB));
    assertFalse(register.put(NODES, web("of the same time")));
    assertEquals(Optional.of(WEB), register.find(NODES, "web-1"));
    assertTrue(register.put(NODES, later));
    assertFalse(register.put(NODES, WEB));
    assertEquals(Optional.of(later), register.find(NODES, "web-1"));
    Entry before1970 = new Entry("old", Instant.parse("1960-01-01T00:00:00Z"), "x");
    assertTrue(register.put(NODES, before1970));
    assertEquals(Optional.of(before1970), register.find(NODES, "old"));
  }

  @Test
  void an_entry_is_replaced_and_removed_only_as_it_was_seen() {
    Entry told = web("told");
    register.put(NODES, WEB);
    assertFalse(register.replace(NODES, told, web("no")));
    assertFalse(register.remove(NODES, new Entry("web-1", NOON.minusMillis(1), WEB.text())));
    assertTrue(register.replace(NODES, WEB, told));
    assertFalse(register.remove(NODES, WEB));
    assertEquals(Optional.of(told), register.find(NODES, "web-1"));
    assertTrue(register.remove(NODES, told));
    assertEquals(Optional.empty(), register.find(NODES, "web-1"));
    assertTrue(register.put(NODES, new Entry("web-1", NOON.minusMillis(1), "again")));
  }

  @Test
  void of_many_at_once_one_replaces() throws Exception {
    register.put(NODES, WEB);
    List<Callable<Boolean>> writers =
        IntStream.range(0, 8)
            .<Callable<Boolean>>mapToObj(i -> () -> register.replace(NODES, WEB, web("by " + i)))
            .toList();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      int replaced = 0;
      for (var writer : threads.invokeAll(writers)) {
        replaced += writer.get() ? 1 : 0;
      }
      assertEquals(1, replaced);
    }
  }

  @Test
  void pages_bring_every_entry_once() {
    Set<Entry> all =
        IntStream.range(0, 60)
            .mapToObj(i -> new Entry("node-" + i, NOON.plusMillis(i), "x".repeat(i)))
            .collect(Collectors.toSet());
    all.forEach(entry -> assertTrue(register.put(NODES, entry)));
    for (int most : new int[] {1, 7, 60, 1_000}) {
      Set<Entry> read = new HashSet<>();
      List<Entry> page = register.page(NODES, null, most);
      int pages = 0;
      while (!page.isEmpty()) {
        assertTrue(page.size() <= most);
        page.forEach(entry -> assertTrue(read.add(entry), entry.name()));
        pages++;
        page = register.page(NODES, page.getLast().name(), most);
      }
      assertEquals(all, read);
      assertEquals((60 + most - 1) / most, pages);
    }
  }

  @Test
  void what_nobody_wrote_for_as_long_as_it_is_kept_is_not_there() {
    register.put(NODES, WEB);
    clock.move(Duration.ofDays(1));
    register.replace(NODES, WEB, web("written anew"));
    register.put(NODES, new Entry("late", NOON.minus(NODES.kept()), "of long ago, told of now"));
    clock.move(NODES.kept().minusSeconds(1));
    assertEquals(2, register.page(NODES, null, 10).size());
    clock.move(Duration.ofSeconds(1));
    assertEquals(List.of(), register.page(NODES, null, 10));
    assertEquals(Optional.empty(), register.find(NODES, "web-1"));
    assertFalse(register.remove(NODES, web("written anew")));
    assertTrue(register.put(NODES, WEB));
    assertEquals(List.of(WEB), register.page(NODES, null, 10));
  }

  @Test
  void the_largest_entry_is_there_as_it_was_put() {
    Entry large = new Entry("n".repeat(253), NOON, "\u0800".repeat(16_384));
    register.put(NODES, large);
    assertEquals(List.of(large), register.page(NODES, null, 10));
  }

  @Test
  void a_permission_that_is_missing_is_named() throws Exception {
    for (Register denied : denied().stream().toList()) {
      Permissions.isNamed(() -> denied.put(NODES, WEB));
      Permissions.isNamed(() -> denied.replace(NODES, WEB, WEB));
      Permissions.isNamed(() -> denied.remove(NODES, WEB));
      Permissions.isNamed(() -> denied.find(NODES, "web-1"));
      Permissions.isNamed(() -> denied.page(NODES, null, 1));
    }
  }

  private static Entry web(String text) {
    return new Entry(WEB.name(), WEB.at(), text);
  }
}
