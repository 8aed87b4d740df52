package io.tapevault.forwarding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.event.EventKey;
import io.tapevault.event.NotPermitted;
import io.tapevault.event.Unavailable;
import io.tapevault.forwarding.Forward.SetAside;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ForwardTest {

  private static final List<EventKey> KEYS =
      LongStream.range(0, 10).mapToObj(i -> new EventKey("s", i)).toList();

  private final NotPermitted denied =
      new NotPermitted("sqs:SendMessage", "soc", new IllegalStateException());
  private final Map<String, List<EventKey>> aside = new TreeMap<>();

  /// Keeps what it gets, or throws.
  private static final class Queue implements NoticeQueue {
    private final String name;
    private final List<EventKey> sent = new ArrayList<>();
    private @Nullable RuntimeException trouble;

    Queue(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void send(List<EventKey> keys) {
      if (trouble != null) {
        throw trouble;
      }
      sent.addAll(keys);
    }
  }

  private final Queue soc = new Queue("soc");
  private final Queue lake = new Queue("lake");
  private final Forward forward =
      new Forward(List.of(soc, lake), (queue, keys) -> aside.put(queue, keys));

  @Test
  void every_queue_gets_every_key_in_order() {
    assertEquals(List.of(), forward.forward(KEYS));
    assertEquals(List.of(KEYS, KEYS), List.of(soc.sent, lake.sent));
  }

  @Test
  void no_keys_are_no_notice() {
    soc.trouble = new Unavailable("away");
    assertEquals(List.of(), forward.forward(List.of()));
  }

  @Test
  void while_one_is_away_the_others_get_their_notices_once_however_often_all_comes_again() {
    soc.trouble = new Unavailable("away");
    List<EventKey> grown = new ArrayList<>(KEYS);
    for (int retry = 0; retry < 3; retry++) {
      Unavailable thrown = assertThrows(Unavailable.class, () -> forward.forward(grown));
      assertEquals("1 of 2 queues did not take the notices", thrown.getMessage());
      assertEquals(soc.trouble, thrown.getCause());
      grown.add(new EventKey("more", retry));
    }
    soc.trouble = null;
    assertEquals(List.of(), forward.forward(grown));
    assertEquals(List.of(grown, grown), List.of(soc.sent, lake.sent));
  }

  @Test
  void the_notices_of_a_queue_that_is_missing_or_denied_are_set_aside_and_the_stream_goes_on() {
    soc.trouble = denied;
    assertEquals(List.of(new SetAside("soc", 10, denied)), forward.forward(KEYS));
    assertEquals(Map.of("soc", KEYS), aside);
    assertEquals(KEYS, lake.sent);
    soc.trouble = null;
    List<EventKey> later = List.of(new EventKey("s", 10));
    assertEquals(List.of(), forward.forward(later));
    assertEquals(later, soc.sent);
  }

  @Test
  void what_can_neither_be_sent_nor_set_aside_comes_again() {
    soc.trouble = denied;
    Forward nowhere =
        new Forward(
            List.of(soc, lake),
            (queue, keys) -> {
              throw new Unavailable("no bucket");
            });
    assertThrows(Unavailable.class, () -> nowhere.forward(KEYS));
    assertThrows(Unavailable.class, () -> nowhere.forward(KEYS));
    assertEquals(KEYS, lake.sent);
  }

  @Test
  void a_queue_that_is_slow_delays_no_other() {
    CountDownLatch lakeHasIt = new CountDownLatch(1);
    List<Boolean> waited = new ArrayList<>();
    NoticeQueue slow =
        new Waiting(() -> {
          waited.add(lakeHasIt.await(60, TimeUnit.SECONDS));
          return true;
        });
    NoticeQueue quick =
        new Waiting(() -> {
          lakeHasIt.countDown();
          return true;
        });
    new Forward(List.of(slow, quick), aside::put).forward(KEYS);
    assertEquals(List.of(true), waited);
  }

  @Test
  void two_failures_are_both_told() {
    soc.trouble = new Unavailable("soc");
    lake.trouble = new IllegalStateException("lake");
    Unavailable thrown = assertThrows(Unavailable.class, () -> forward.forward(KEYS));
    assertEquals(soc.trouble, thrown.getCause());
    assertTrue(List.of(thrown.getSuppressed()).contains(lake.trouble));
  }

  /// A queue that takes everything after it has done something else.
  private record Waiting(Callable<Boolean> before) implements NoticeQueue {
    @Override
    public String name() {
      return "waiting";
    }

    @Override
    public void send(List<EventKey> keys) {
      try {
        assertTrue(before.call());
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
