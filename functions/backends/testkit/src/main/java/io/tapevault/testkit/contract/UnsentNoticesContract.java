package io.tapevault.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tapevault.event.EventKey;
import io.tapevault.forwarding.UnsentNotices;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every [UnsentNotices] promises.
public abstract class UnsentNoticesContract {

  private UnsentNotices unsent;

  /// A place where nothing lies, another one at each call.
  protected abstract UnsentNotices open() throws Exception;

  /// What lies for a queue in the place that was opened last, in any order.
  protected abstract List<EventKey> kept(String queue) throws Exception;

  @BeforeEach
  void begin_with_an_empty_place() throws Exception {
    unsent = open();
  }

  @Test
  void no_keys_are_nothing_to_keep() throws Exception {
    unsent.keep("soc", List.of());
    assertEquals(List.of(), kept("soc"));
  }

  @Test
  void a_thousand_and_one_keys_are_kept_each_for_its_queue() throws Exception {
    List<EventKey> keys =
        LongStream.range(0, 1001).mapToObj(i -> new EventKey("é\"" + i % 7, i)).toList();
    unsent.keep("soc", keys.subList(0, 900));
    unsent.keep("soc", keys.subList(900, 1001));
    unsent.keep("lake", keys.subList(3, 4));
    assertEquals(new HashSet<>(keys), new HashSet<>(kept("soc")));
    assertEquals(List.of(keys.get(3)), kept("lake"));
  }

  @Test
  void what_is_kept_again_is_not_lost() throws Exception {
    List<EventKey> keys = new ArrayList<>(List.of(new EventKey("a", 1), new EventKey("b", 1)));
    unsent.keep("soc", keys);
    unsent.keep("soc", keys);
    keys.add(new EventKey("c", 1));
    unsent.keep("soc", keys);
    assertEquals(new HashSet<>(keys), new HashSet<>(kept("soc")));
  }
}
