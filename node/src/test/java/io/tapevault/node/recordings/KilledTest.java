package io.tapevault.node.recordings;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.node.disk.LocalDisk;
import io.tapevault.node.recordings.spool.Spool;
import io.tapevault.node.recordings.store.Bandwidth;
import io.tapevault.node.recordings.store.FolderStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A node that is killed before, amid and after everything that it does, with a vault that fails at
/// random; each seed has its own recordings, points and failures.
final class KilledTest {

  private static final int MOST_LIVES = 40;

  @TempDir Path folder;

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whatever_it_dies_of_everything_arrives_once_and_nothing_is_left(long seed)
      throws IOException, InterruptedException {
    Bench bench = new Bench(folder, seed);
    Map<String, byte[]> expected = fill(bench);
    live(bench, seed);
    assertSame(expected, bench.vault.recordings);
    assertEquals(Map.of(), bench.left(), () -> "left, after " + bench.log);
    assertEquals(List.of(), new Spool(new LocalDisk(), bench.spool).gone());
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 20);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void the_same_where_they_go_into_a_folder(long seed) throws IOException, InterruptedException {
    Bench bench = new Bench(folder, seed);
    Path target = Files.createDirectory(folder.resolve("target"));
    bench.store =
        new FolderStore(
            bench.disk,
            new FolderStore.Place(target, bench.state.resolve("folder")),
            "web-1",
            new Bandwidth(() -> 0, time -> {}, () -> Long.MAX_VALUE));
    Map<String, byte[]> expected = fill(bench);
    live(bench, seed);
    Map<String, byte[]> stored = new TreeMap<>();
    try (Stream<Path> files = Files.list(target)) {
      for (Path file : files.toList()) {
        stored.put(file.getFileName().toString().replace(".tar", ""), Files.readAllBytes(file));
      }
    }
    assertSame(expected, stored);
    assertEquals(Set.of("state/folder"), bench.left().keySet(), () -> "left, after " + bench.log);
    assertEquals(List.of(), new Spool(new LocalDisk(), bench.spool).gone());
  }

  /// Killed again and again, and then left alone.
  private static void live(Bench bench, long seed) throws InterruptedException {
    Random chance = new Random(seed);
    bench.vault.before =
        request -> chance.nextInt(8) == 0 ? Optional.of(FakeVault.said(503, "")) : Optional.empty();
    bench.vault.after =
        request -> chance.nextInt(8) == 0 ? Optional.of(FakeVault.said(500, "")) : Optional.empty();
    int deaths = 0;
    for (int life = 0; life < MOST_LIVES; life++) {
      bench.points.killAfter(chance.nextInt(40));
      try {
        bench.run(bench.node(), Duration.ofMinutes(10));
      } catch (Killed e) {
        deaths++;
        bench.now = bench.now.plusSeconds(2);
      }
    }
    int times = deaths;
    assertTrue(deaths > 10, () -> "it was killed only " + times + " times");
    bench.points.live();
    bench.vault.before = request -> Optional.empty();
    bench.vault.after = request -> Optional.empty();
    bench.run(bench.node(), Duration.ofHours(1));
  }

  private static Map<String, byte[]> fill(Bench bench) throws IOException {
    Map<String, byte[]> expected = new TreeMap<>();
    for (int i = 0; i < 3; i++) {
      bench.put("tar-" + i + ".tar", bench.random(200 + i * 1700));
      bench.put("cast-" + i + ".cast", Bench.utf8("{\"version\":3}\n[" + i + ",\"x\",\"0\"]\n"));
      bench.put("old-" + i + ".index", Bench.utf8("{\"file_name\":\"old-" + i + "\"}\n"));
      bench.put("old-" + i + "-0.events.gz", bench.random(300));
      bench.put("old-" + i + "-0.chunks.gz", bench.random(700));
      if (i > 0) {
        bench.put("old-" + i + ".completed", Bench.utf8("completed"));
      }
      bench.put("multi/u" + i + "/parts-" + i + "/1.part", bench.random(100));
      bench.put("multi/u" + i + "/parts-" + i + "/2.part", bench.random(1500));
      bench.put("multi/u" + i + "/parts-" + i + "/3.reservation", new byte[400]);
    }
    bench.vault.partsFrom = 1200;
    bench.now = Bench.START.plus(Duration.ofDays(2));
    for (var found : new Spool(bench.disk, bench.spool).scan(Assertions::fail)) {
      try (var in = found.content(bench.disk).open(0, Long.MAX_VALUE)) {
        expected.put(found.sid().value(), in.readAllBytes());
      }
    }
    assertEquals(12, expected.size());
    return expected;
  }

  private static void assertSame(Map<String, byte[]> expected, Map<String, byte[]> stored) {
    assertEquals(expected.keySet(), stored.keySet());
    expected.forEach((sid, bytes) -> assertArrayEquals(bytes, stored.get(sid), sid));
  }
}
