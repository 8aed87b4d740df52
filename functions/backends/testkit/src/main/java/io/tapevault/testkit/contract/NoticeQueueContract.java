package io.tapevault.testkit.contract;

import static java.util.stream.Collectors.groupingBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.event.EventKey;
import io.tapevault.event.NotPermitted;
import io.tapevault.event.Unavailable;
import io.tapevault.forwarding.NoticeQueue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every [NoticeQueue] promises.
public abstract class NoticeQueueContract {

  private NoticeQueue queue;

  /// An empty queue, another one at each call.
  protected abstract NoticeQueue open() throws Exception;

  /// All that is to be received from the queue that was opened last, in the order of receiving.
  protected abstract List<EventKey> received() throws Exception;

  /// A queue that is not there, or that may not be used.
  protected abstract NoticeQueue denied() throws Exception;

  /// A queue that cannot be reached at the moment.
  protected abstract NoticeQueue away() throws Exception;

  @BeforeEach
  void begin_with_an_empty_queue() throws Exception {
    queue = open();
  }

  @Test
  void no_keys_are_no_notice() throws Exception {
    queue.send(List.of());
    assertEquals(List.of(), received());
  }

  @Test
  void a_thousand_and_one_keys_of_one_session_come_in_order() throws Exception {
    List<EventKey> keys =
        LongStream.range(0, 1001).mapToObj(i -> new EventKey(Events.session(1), i)).toList();
    queue.send(keys);
    check(keys);
  }

  @Test
  void a_thousand_and_one_sessions_come_all() throws Exception {
    List<EventKey> keys =
        IntStream.range(0, 1001).mapToObj(i -> new EventKey(Events.session(i), 0)).toList();
    queue.send(keys);
    check(keys);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void the_order_of_a_session_holds_over_many_sendings(long seed) throws Exception {
    Random random = new Random(seed);
    List<EventKey> keys = new ArrayList<>();
    for (int sending = 0; sending < 6; sending++) {
      int from = keys.size();
      for (int i = random.nextInt(400); i >= 0; i--) {
        keys.add(new EventKey(Events.session(random.nextInt(40)), random.nextLong(1L << 53)));
      }
      queue.send(keys.subList(from, keys.size()));
    }
    check(keys);
  }

  @Test
  void what_is_sent_again_is_not_lost() throws Exception {
    List<EventKey> keys =
        List.of(
            new EventKey("a", 1), new EventKey("a", 2), new EventKey("b", 1), new EventKey("a", 1));
    queue.send(keys);
    queue.send(keys);
    queue.send(keys.subList(1, 3));
    check(keys);
  }

  @Test
  void a_session_may_have_any_characters() throws Exception {
    List<String> sessions =
        List.of(
            " ",
            ".",
            "\u0000",
            "a\u0001\b\t\n\f\r\u001F",
            "\"\\/{}[],:",
            "</Body>&amp;<!--%00%20+",
            "\u007F\u0080\u009F",
            "é",
            "e\u0301",
            "\u2028\u2029",
            "\uFEFF\uFFFE\uFFFF",
            "\uD83D\uDE00",
            "\uDBFF\uDFFF",
            "parked#2026-03-01#1");
    List<EventKey> keys =
        sessions.stream()
            .flatMap(session ->
                LongStream.of(0, 1, Long.MAX_VALUE, Long.MIN_VALUE)
                    .mapToObj(i -> new EventKey(session, i)))
            .toList();
    queue.send(keys);
    check(keys);
  }

  @Test
  void a_session_may_have_two_kilobytes() throws Exception {
    List<EventKey> keys = new ArrayList<>();
    for (String session :
        List.of("x".repeat(2048), "é".repeat(1024), "😀".repeat(512), "\u0001".repeat(2048))) {
      LongStream.range(0, 120).forEach(i -> keys.add(new EventKey(session, i)));
    }
    queue.send(keys);
    check(keys);
  }

  @Test
  void a_queue_that_is_missing_or_denied_is_not_permitted_and_names_the_permission()
      throws Exception {
    NoticeQueue denied = denied();
    String message =
        String.valueOf(
            assertThrows(NotPermitted.class, () -> denied.send(List.of(new EventKey("a", 1))))
                .getMessage());
    assertTrue(message.contains(denied.name()), message);
    assertTrue(message.matches("\\w+:\\w+ is not permitted on .*"), message);
  }

  @Test
  void a_queue_that_is_away_is_unavailable() throws Exception {
    NoticeQueue away = away();
    assertThrows(Unavailable.class, () -> away.send(List.of(new EventKey("a", 1))));
  }

  private void check(List<EventKey> sent) throws Exception {
    assertEquals(bySession(sent), bySession(received()));
  }

  /// Each key once, in order for each session.
  private static Map<String, List<EventKey>> bySession(List<EventKey> keys) {
    return new LinkedHashSet<>(keys).stream().collect(groupingBy(EventKey::session));
  }
}
