package io.tapevault.node.recordings;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.node.health.Turns;
import io.tapevault.node.recordings.store.Bandwidth;
import io.tapevault.node.recordings.store.Store;
import io.tapevault.node.recordings.store.VaultStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A node with a spool, a vault in memory, and a clock that the test moves.
final class Bench {

  static final String SID = "5fc8bf85-a73e-11ea-afd1-0242ac0a0101";
  static final Instant START = Instant.parse("2026-11-01T00:00:00Z");

  final Path spool;
  final Path state;
  final CrashPoints points = new CrashPoints();
  final MortalDisk disk = new MortalDisk(points);
  final FakeVault vault = new FakeVault(points);
  final Random random;
  final List<String> log = Collections.synchronizedList(new ArrayList<>());
  volatile Instant now = START.plus(Duration.ofHours(1));
  Policy policy = Policy.DEFAULT;
  int parallel = 2;
  volatile Optional<String> idle = Optional.empty();
  Store store =
      new VaultStore(vault, "web-1", new Bandwidth(() -> 0, time -> {}, () -> Long.MAX_VALUE));

  Bench(Path folder, long seed) throws IOException {
    spool = Files.createDirectories(folder.resolve("spool"));
    state = Files.createDirectories(folder.resolve("state"));
    random = new Random(seed);
  }

  /// As after a start.
  Recordings node() {
    return new Recordings(
        new Surroundings(disk, () -> now, random, log::add),
        new Recordings.Folders(List.of(spool), state),
        new Events(vault, "web-1"),
        () -> new Settings(idle, parallel, policy, store));
  }

  /// Lets the time pass, from one thing that may be done to the next.
  void run(Recordings node, Duration time) throws InterruptedException {
    Instant end = now.plus(time);
    Instant next = node.round();
    while (next.isBefore(end)) {
      now = next.isAfter(now) ? next : now.plusMillis(100);
      next = node.round();
    }
    now = end;
  }

  /// Lets it run in a thread of its own, until it is closed.
  Thread start(Recordings node) {
    return Thread.ofPlatform()
        .start(() -> {
          try {
            node.run(new Turns("recordings", log::add, random));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  Path put(String name, byte[] bytes) throws IOException {
    return put(name, bytes, START);
  }

  Path put(String name, byte[] bytes, Instant written) throws IOException {
    Path file = spool.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
    Files.setLastModifiedTime(file, FileTime.from(written));
    return file;
  }

  byte[] random(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }

  /// Every file in the spool and in what the node remembers, by its path.
  Map<String, String> left() throws IOException {
    Map<String, String> left = new TreeMap<>();
    for (Path root : List.of(spool, state)) {
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          left.put(
              root.getFileName() + "/" + root.relativize(file), Files.readString(file, ISO_8859_1));
        }
      }
    }
    return left;
  }

  static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }
}
