package io.tapevault.forwarding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tapevault.event.EventKey;
import io.tapevault.event.Unavailable;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForwardTest {

  private static final List<EventKey> KEYS = List.of(new EventKey("s", 0), new EventKey("s", 1));

  private final List<List<EventKey>> sent = new ArrayList<>();

  @Test
  void every_queue_gets_every_key_in_order() {
    new Forward(List.of(sent::add, sent::add)).forward(KEYS);
    assertEquals(List.of(KEYS, KEYS), sent);
  }

  @Test
  void a_queue_that_fails_does_not_keep_the_others_from_their_notices() {
    Unavailable down = new Unavailable("down");
    NoticeQueue failing =
        keys -> {
          throw down;
        };
    NoticeQueue broken =
        keys -> {
          throw new IllegalStateException("broken");
        };
    Forward forward = new Forward(List.of(failing, sent::add, broken, sent::add));

    Unavailable thrown = assertThrows(Unavailable.class, () -> forward.forward(KEYS));

    assertEquals("2 of 4 queues did not take the notices", thrown.getMessage());
    assertEquals(down, thrown.getCause());
    assertEquals("broken", thrown.getSuppressed()[0].getMessage());
    assertEquals(List.of(KEYS, KEYS), sent);
  }

  @Test
  void no_keys_are_no_notice() {
    new Forward(List.of(sent::add)).forward(List.of());
    assertEquals(List.of(), sent);
  }
}
