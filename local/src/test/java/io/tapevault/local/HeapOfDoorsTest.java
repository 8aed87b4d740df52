package io.tapevault.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapevault.local.ShippedBodies.AtDoor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// How much heap it takes to let events in by each door, above that of a vault where nothing
/// happens.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HeapOfDoorsTest {

  private static final int OF_MANY = 64;

  @TempDir private static Path data;
  private @Nullable BallastedVault vault;
  private int started;

  /// Another one where the one before ended for want of heap.
  @BeforeEach
  void start() throws Exception {
    if (vault == null || !vault.isAlive()) {
      vault = BallastedVault.start(data.resolve("vault" + started++));
      for (AtDoor door : ShippedBodies.doors()) {
        take(door, "begun", 1, 10);
      }
    }
  }

  @AfterAll
  void stop() {
    vault().close();
  }

  private BallastedVault vault() {
    return Objects.requireNonNull(vault);
  }

  private void take(AtDoor door, String type, int events, int characters) throws Exception {
    byte[] body = door.body(type + "." + door.name(), events, characters);
    Client.Answer answer = vault().client().send("POST", door.path(), body, door.headers());
    assertEquals(200, answer.status(), answer::text);
    assertEquals(events, stored(type + "." + door.name()), answer::text);
  }

  private long stored(String type) throws IOException, InterruptedException {
    JsonNode counted =
        vault()
            .client()
            .get(
                "/v1/events/histogram?from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z&type="
                    + type)
            .json();
    return counted
        .path("steps")
        .valueStream()
        .mapToLong(step -> step.path("events").asLong())
        .sum();
  }

  // One event a request is all that the event handler sends.
  static List<AtDoor> doorsOfMany() {
    return ShippedBodies.doors().stream().filter(door -> !door.name().equals("handler")).toList();
  }

  @ParameterizedTest
  @MethodSource("doorsOfMany")
  void six_megabytes_of_five_thousand_events_pass_in_64_mib(AtDoor door) throws Exception {
    int idle = vault().leave(OF_MANY);
    assertTrue(idle < 60, () -> idle + " MiB are held when nothing happens");
    take(door, "many", 5_000, 1_000);
    assertTrue(vault().isAlive());
  }

  @Test
  void three_bombs_at_once_are_refused_and_the_next_post_is_taken_within_a_second()
      throws Exception {
    byte[] bomb = zstd(4_096);
    vault().leave(OF_MANY);
    Callable<Client.Answer> one =
        () -> vault().client().send("POST", "/in/v1/events", bomb, "Content-Encoding", "zstd");
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Client.Answer> answer : threads.invokeAll(List.of(one, one, one))) {
        answer.get().assertProblem(413, "body-too-large");
      }
    }
    long began = System.nanoTime();
    take(ShippedBodies.doors().getFirst(), "after", 1, 10);
    assertTrue(System.nanoTime() - began < 1_000_000_000L);
    assertEquals(0, stored("x"));
  }

  /// RFC 8878: a frame without a size and with a window of 128 KiB; a raw block, and blocks of 128
  /// KiB that are one byte again and again.
  private static byte[] zstd(int blocks) {
    byte[] begin = "{\"event\":\"x\",\"a\":\"".getBytes(UTF_8);
    ByteBuffer frame = ByteBuffer.allocate(6 + 3 + begin.length + 4 * blocks);
    frame.put(new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, 7 << 3});
    block(frame, 0, begin.length).put(begin);
    for (int i = 1; i <= blocks; i++) {
      block(frame, (1 << 1) | (i == blocks ? 1 : 0), 1 << 17).put((byte) '0');
    }
    return frame.array();
  }

  private static ByteBuffer block(ByteBuffer frame, int kind, int size) {
    int header = (size << 3) | kind;
    return frame.put((byte) header).put((byte) (header >> 8)).put((byte) (header >> 16));
  }

  @Test
  void a_vault_without_room_does_not_take_them() throws Exception {
    try (BallastedVault tight = BallastedVault.start(data.resolve("tight"))) {
      tight.client().post("/v1/events", "{\"event\":\"x\"}");
      tight.leave(12);
      byte[] body = ShippedBodies.doors().getFirst().body("x", 5_000, 1_000);
      assertThrows(IOException.class, () -> tight.client().send("POST", "/v1/events", body));
    }
  }
}
