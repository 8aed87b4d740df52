package io.tapevault.node.recordings;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.node.disk.LocalDisk;
import io.tapevault.node.recordings.store.Bandwidth;
import io.tapevault.node.recordings.store.FolderStore;
import io.tapevault.testkit.disk.Mount;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// File systems of the kernel's that are full, read-only, or gone.
final class RealDisksTest {

  private static final String TAR = Bench.SID + ".tar";

  @TempDir Path folder;
  private Path target;
  private Bench bench;
  private byte[] bytes;
  private Runnable atEachPiece = () -> {};

  @BeforeEach
  void start() throws IOException {
    bench = new Bench(folder, 1);
    target = Files.createDirectory(folder.resolve("target"));
    bytes = bench.random(300_000);
  }

  private void intoFolder() {
    FolderStore.Place place = new FolderStore.Place(target, bench.state.resolve("folder"));
    Bandwidth bandwidth =
        new Bandwidth(
            () -> 0,
            time -> {},
            () -> {
              atEachPiece.run();
              return Long.MAX_VALUE;
            });
    bench.store = new FolderStore(new LocalDisk(), place, "web-1", bandwidth);
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  private void assertWaits(Recordings node, String why) throws IOException, InterruptedException {
    bench.run(node, Duration.ofMinutes(1));
    assertArrayEquals(bytes, Files.readAllBytes(bench.spool.resolve(TAR)));
    assertEquals(0, node.progress().confirmed());
    String said = node.progress().oldest().orElseThrow().why();
    assertTrue(said.contains(why), said);
    assertEquals(Optional.of(said), node.progress().trouble());
  }

  private void assertArrives(Recordings node) throws IOException, InterruptedException {
    bench.run(node, Duration.ofMinutes(20));
    assertArrayEquals(bytes, Files.readAllBytes(target.resolve(TAR)));
    assertEquals(List.of(TAR), names(target));
    assertEquals(List.of("state/folder"), List.copyOf(bench.left().keySet()));
    assertEquals(1, node.progress().confirmed());
    assertEquals(Optional.empty(), node.progress().trouble());
  }

  @Test
  void a_full_folder_waits_for_room_and_nothing_of_it_is_left_there()
      throws IOException, InterruptedException {
    bench.put(TAR, bytes);
    intoFolder();
    Recordings node = bench.node();
    try (Mount disk = Mount.ofSize(target, "2m")) {
      disk.fill();
      assertWaits(node, "No space left on device");
      assertEquals(List.of("filler"), names(target));
      disk.makeRoom();
      assertArrives(node);
    }
  }

  @Test
  void a_read_only_folder_waits_until_it_may_be_written_to()
      throws IOException, InterruptedException {
    bench.put(TAR, bytes);
    intoFolder();
    Recordings node = bench.node();
    try (Mount disk = Mount.of(target, target)) {
      disk.readOnly(true);
      assertWaits(node, "Read-only file system");
      disk.readOnly(false);
      assertArrives(node);
    }
  }

  @Test
  void where_a_mount_has_gone_nothing_is_written_below_it()
      throws IOException, InterruptedException {
    intoFolder();
    try (Mount disk = Mount.ofSize(target, "2m")) {
      bench.put("before.tar", bench.random(10));
      bench.run(bench.node(), Duration.ofMinutes(1));
      assertEquals(List.of("before.tar"), names(target));
      disk.takeAway();
    }
    bench.put(TAR, bytes);
    Recordings node = bench.node();
    assertWaits(node, "it was " + target + " on " + target + ", and is " + target + " on ");
    assertEquals(List.of(), names(target));
    try (Mount disk = Mount.ofSize(target, "2m")) {
      assertArrives(node);
      disk.takeAway();
    }
    assertEquals(List.of(), names(target));
  }

  @Test
  void a_mount_that_goes_while_it_is_written_to_has_taken_nothing()
      throws IOException, InterruptedException {
    bench.put(TAR, bytes);
    intoFolder();
    AtomicInteger pieces = new AtomicInteger();
    Recordings node = bench.node();
    try (Mount disk = Mount.ofSize(target, "2m")) {
      atEachPiece =
          () -> {
            if (pieces.incrementAndGet() == 5) {
              takeAway(disk);
            }
          };
      assertWaits(node, "");
    }
    assertTrue(pieces.get() > 5);
    assertEquals(List.of(), names(target));
    try (Mount disk = Mount.ofSize(target, "2m")) {
      assertArrives(node);
      disk.takeAway();
    }
    assertEquals(List.of(), names(target));
  }

  @Test
  void a_spool_that_goes_while_it_is_uploaded_and_comes_back_is_gone_on_with()
      throws IOException, InterruptedException {
    Path behind = Files.createDirectory(folder.resolve("behind"));
    bench.put("../behind/" + TAR, bytes);
    Recordings node = bench.node();
    try (Mount spool = Mount.of(bench.spool, behind)) {
      bench.vault.before =
          request -> {
            if (request.startsWith("PUT")) {
              takeAway(spool);
            }
            return Optional.empty();
          };
      bench.run(node, Duration.ofMinutes(1));
    }
    bench.vault.before = request -> Optional.empty();
    assertArrayEquals(bytes, Files.readAllBytes(behind.resolve(TAR)));
    try (Mount spool = Mount.of(bench.spool, behind)) {
      bench.run(node, Duration.ofMinutes(20));
      assertArrayEquals(bytes, bench.vault.recordings.get(Bench.SID));
      assertEquals(Map.of(), bench.left());
      assertEquals(List.of(), names(spool.folder()));
    }
    assertEquals(List.of(), names(behind));
  }

  @Test
  void a_spool_that_is_read_only_is_uploaded_and_only_the_removal_waits()
      throws IOException, InterruptedException {
    Path file = bench.put(TAR, bytes);
    Recordings node = bench.node();
    try (Mount spool = Mount.of(bench.spool, bench.spool)) {
      spool.readOnly(true);
      bench.run(node, Duration.ofMinutes(1));
      assertArrayEquals(bytes, bench.vault.recordings.get(Bench.SID));
      String why = ": Read-only file system";
      assertEquals(
          file + ": our disk fails: the vault has it, and it cannot be removed: " + file + why,
          node.progress().oldest().orElseThrow().why());
      spool.readOnly(false);
      bench.run(node, Duration.ofMinutes(20));
    }
    assertEquals(Map.of(), bench.left());
  }

  @Test
  void what_the_node_may_not_touch_is_told_in_words() throws IOException, InterruptedException {
    Path file = bench.put(TAR, bytes);
    bench.store =
        shipment -> {
          throw new AccessDeniedException(file.toString());
        };
    assertWaits(
        bench.node(),
        ": our disk fails: " + file + " may not be read, or not be removed, by this node's user");
  }

  @Test
  void a_spool_and_a_journal_without_room_lose_nothing_and_go_on_with_room()
      throws IOException, InterruptedException {
    Path small = Files.createDirectory(folder.resolve("small"));
    try (Mount disk = Mount.ofSize(small, "2m")) {
      Bench full = new Bench(small, 2);
      Path file = full.put(TAR, bytes);
      disk.fill();
      Recordings node = full.node();
      full.run(node, Duration.ofSeconds(10));
      assertArrayEquals(bytes, Files.readAllBytes(file));
      String told = node.progress().trouble().orElseThrow();
      assertTrue(told.contains("the journal cannot be written") && told.contains("No space"), told);
      disk.makeRoom();
      full.run(node, Duration.ofSeconds(10));
      assertEquals(Optional.empty(), node.progress().trouble());
      assertArrayEquals(bytes, full.vault.recordings.get(Bench.SID));
      assertEquals(Map.of(), full.left());
    }
  }

  private static void takeAway(Mount mount) {
    try {
      mount.takeAway();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
