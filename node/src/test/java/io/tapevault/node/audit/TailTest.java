package io.tapevault.node.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import io.tapevault.node.health.Turns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A tail that follows the folder `log`, and a vault.
@Timeout(60)
abstract class TailTest {

  static final Limits LIMITS =
      new Limits(
          100,
          10_000,
          1 << 20,
          Duration.ofMillis(300),
          Duration.ofMillis(10),
          Duration.ofMillis(5));

  @TempDir Path folder;
  Path log = Path.of("");
  Path state = Path.of("");
  FakeVault vault = new FakeVault();
  final List<String> said = new CopyOnWriteArrayList<>();
  private final List<Running> running = new ArrayList<>();

  record Running(AuditTail tail, Thread thread) {}

  @BeforeEach
  final void folders() throws IOException {
    log = Files.createDirectories(folder.resolve("log"));
    state = Files.createDirectories(folder.resolve("state"));
  }

  @AfterEach
  final void end() throws InterruptedException {
    for (Running one : List.copyOf(running)) {
      stop(one);
    }
  }

  final Running start() throws IOException {
    return start(log, LIMITS);
  }

  final Running start(Path logs, Limits limits) throws IOException {
    AuditTail tail =
        new AuditTail(
            List.of(logs),
            state,
            vault,
            new AuditTail.Around(InstantSource.system(), new Random(1), said::add, limits));
    Running one = new Running(tail, Thread.ofPlatform().start(() -> run(tail)));
    running.add(one);
    return one;
  }

  private void run(AuditTail tail) {
    try {
      tail.run(new Turns("audit log", said::add, new Random(1)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  final void stop(Running one) throws InterruptedException {
    one.tail.close();
    one.thread.join();
    running.remove(one);
  }

  /// Events of 100 bytes, line ends included.
  static String events(int from, int to) {
    StringBuilder lines = new StringBuilder();
    IntStream.rangeClosed(from, to).forEach(uid -> lines.append(event(uid)).append('\n'));
    return lines.toString();
  }

  static String event(int uid) {
    String begin = "{\"event\":\"x\",\"uid\":\"" + uid + "\",\"q\":\"";
    return begin + "a".repeat(97 - begin.length()) + "\"}";
  }

  static List<String> list(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(TailTest::event).sorted().toList();
  }

  static void append(Path file, String text) throws IOException {
    append(file, text.getBytes(UTF_8));
  }

  static void append(Path file, byte[] bytes) throws IOException {
    Files.write(file, bytes, CREATE, APPEND);
  }

  static void truncate(Path file) throws IOException {
    Files.write(file, new byte[0]);
  }

  final void awaitLines(List<String> expected) throws InterruptedException {
    await(() -> vault.lines().size() >= expected.size());
    Assertions.assertEquals(expected, vault.lines().stream().sorted().toList());
  }

  final void await(BooleanSupplier condition) throws InterruptedException {
    for (int i = 0; i < 3_000 && !condition.getAsBoolean(); i++) {
      Thread.sleep(10);
    }
    Assertions.assertTrue(condition.getAsBoolean(), () -> vault.lines().size() + " lines; " + said);
  }

  final List<String> quarantined() throws IOException {
    Path quarantine = state.resolve("quarantine");
    if (!Files.exists(quarantine)) {
      return List.of();
    }
    try (var files = Files.list(quarantine)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
