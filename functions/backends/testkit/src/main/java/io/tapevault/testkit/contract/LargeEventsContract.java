package io.tapevault.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tapevault.event.LargeEvents;
import io.tapevault.event.Sha256;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every [LargeEvents] promises.
public abstract class LargeEventsContract {

  private LargeEvents events;

  /// A store with nothing in it.
  protected abstract LargeEvents open() throws Exception;

  /// Replaces what is kept by other bytes, past the store, as an intruder would.
  protected abstract void tamper(String sha256, byte[] bytes) throws Exception;

  /// A store that lacks every permission; empty where the backend knows none.
  protected abstract Optional<LargeEvents> denied() throws Exception;

  @BeforeEach
  void begin_with_nothing_kept() throws Exception {
    events = open();
  }

  @Test
  void what_was_never_kept_is_absent() {
    assertEquals(Optional.empty(), events.read(Sha256.of(bytes(10))));
  }

  @Test
  void a_permission_that_is_missing_is_named() throws Exception {
    for (LargeEvents denied : denied().stream().toList()) {
      byte[] bytes = bytes(10);
      Permissions.isNamed(() -> denied.keep(Sha256.of(bytes), bytes));
      Permissions.isNamed(() -> denied.read(Sha256.of(bytes)));
    }
  }

  @Test
  void what_was_kept_is_read_back_to_the_byte() {
    for (int size : new int[] {1, 400 * 1024, 6_000_000}) {
      byte[] bytes = bytes(size);
      events.keep(Sha256.of(bytes), bytes);
      assertArrayEquals(bytes, events.read(Sha256.of(bytes)).orElseThrow());
    }
  }

  @Test
  void keeping_the_same_again_changes_nothing() {
    byte[] bytes = bytes(1000);
    events.keep(Sha256.of(bytes), bytes);
    events.keep(Sha256.of(bytes), bytes.clone());
    assertArrayEquals(bytes, events.read(Sha256.of(bytes)).orElseThrow());
  }

  @Test
  void what_was_kept_does_not_change_with_the_array_it_came_from() {
    byte[] bytes = bytes(1000);
    String digest = Sha256.of(bytes);
    events.keep(digest, bytes);
    Arrays.fill(bytes, (byte) 0);
    Arrays.fill(events.read(digest).orElseThrow(), (byte) 0);
    assertArrayEquals(bytes(1000), events.read(digest).orElseThrow());
  }

  @Test
  void what_was_altered_is_never_answered() throws Exception {
    byte[] bytes = bytes(1000);
    String digest = Sha256.of(bytes);
    events.keep(digest, bytes);
    byte[] altered = bytes.clone();
    altered[500] ^= 1;
    for (byte[] other : new byte[][] {altered, Arrays.copyOf(bytes, 999), new byte[0]}) {
      tamper(digest, other);
      assertThrows(LargeEvents.Altered.class, () -> events.read(digest));
    }
    tamper(digest, bytes);
    assertArrayEquals(bytes, events.read(digest).orElseThrow());
  }

  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
