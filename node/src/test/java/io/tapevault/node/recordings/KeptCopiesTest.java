package io.tapevault.node.recordings;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.node.health.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// When our copy goes, and when it does not.
final class KeptCopiesTest {

  @TempDir Path folder;
  private Bench bench;

  @BeforeEach
  void start() throws IOException {
    bench = new Bench(folder, 1);
  }

  private void keep(Duration keep) {
    bench.policy = new Policy(Duration.ofSeconds(5), Duration.ofHours(24), keep);
  }

  @Test
  void a_copy_is_kept_for_as_long_as_is_wanted_and_confirmed_again_before_it_goes()
      throws IOException, InterruptedException {
    keep(Duration.ofDays(1));
    byte[] bytes = bench.random(10);
    Path file = bench.put(Bench.SID + ".tar", bytes);
    Recordings node = bench.node();
    bench.run(node, Duration.ofHours(23));
    node.round();
    assertTrue(Files.exists(file));
    assertEquals(new Progress(0, 0, Optional.empty(), 1, 0, Optional.empty()), node.progress());
    bench.vault.recordings.clear();
    bench.run(node, Duration.ofHours(2));
    assertArrayEquals(bytes, bench.vault.recordings.get(Bench.SID));
    assertEquals(Map.of(), bench.left());
  }

  @Test
  void what_somebody_writes_to_while_it_is_uploaded_is_not_removed()
      throws IOException, InterruptedException {
    byte[] first = bench.random(10);
    Path file = bench.put(Bench.SID + ".tar", first);
    bench.vault.after =
        request -> {
          if (request.startsWith("PUT")) {
            write(file, "other");
          }
          return Optional.empty();
        };
    bench.run(bench.node(), Duration.ofMinutes(5));
    assertArrayEquals(first, bench.vault.recordings.get(Bench.SID));
    assertTrue(bench.left().containsValue("other"), () -> bench.log.toString());
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void what_a_crash_left_behind_waits_for_its_newest_part_and_is_marked_as_truncated()
      throws IOException, InterruptedException {
    bench.put("multi/u/" + Bench.SID + "/1.part", Bench.utf8("a"), Bench.START);
    bench.put("multi/u/" + Bench.SID + "/2.part", Bench.utf8("b"), Bench.START.plusSeconds(7200));
    bench.put("multi/u/" + Bench.SID + "/3.reservation", Bench.utf8("\0c"));
    Recordings node = bench.node();
    bench.now = Bench.START.plus(Duration.ofHours(25));
    bench.run(node, Duration.ofMinutes(30));
    assertEquals(List.of(), bench.vault.requests);
    bench.run(node, Duration.ofHours(2));
    assertArrayEquals(Bench.utf8("ab"), bench.vault.recordings.get(Bench.SID));
    assertEquals(1, bench.vault.events.size());
    String event = bench.vault.events.values().iterator().next();
    assertTrue(event.contains("\"event\":\"recording.truncated\""), event);
    // Half a part is no part of the recording, and is no nothing either.
    assertTrue(bench.left().containsValue("\0c"));
    assertEquals(2, bench.left().size());
  }

  @Test
  void a_recorder_that_comes_back_before_the_grace_has_passed_ends_its_session_itself()
      throws IOException, InterruptedException {
    bench.put(Bench.SID + ".index", Bench.utf8("{}"));
    bench.put(Bench.SID + "-0.events.gz", Bench.utf8("e"));
    Recordings node = bench.node();
    bench.run(node, Duration.ofHours(1));
    assertEquals(List.of(), bench.vault.requests);
    bench.put(Bench.SID + ".completed", Bench.utf8("completed"));
    bench.run(node, Duration.ofMinutes(1));
    assertEquals(Set.of(Bench.SID), bench.vault.recordings.keySet());
    assertEquals(Map.of(), bench.vault.events);
    assertEquals(Map.of(), bench.left());
  }

  @Test
  void a_file_that_is_just_being_written_waits_until_it_has_settled()
      throws IOException, InterruptedException {
    bench.put(Bench.SID + ".tar", bench.random(9), bench.now);
    Recordings node = bench.node();
    node.round();
    assertEquals(List.of(), bench.vault.requests);
    bench.now = bench.now.plusSeconds(5);
    node.round();
    assertEquals(Set.of(Bench.SID), bench.vault.recordings.keySet());
  }

  @Test
  void a_time_in_the_future_holds_nothing_up() throws IOException, InterruptedException {
    bench.put(Bench.SID + ".tar", bench.random(9), bench.now.plus(Duration.ofDays(1)));
    bench.node().round();
    assertEquals(Set.of(Bench.SID), bench.vault.recordings.keySet());
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"empty", "zeros", "half", "later"})
  void a_torn_journal_is_put_aside_and_everything_arrives_once(String how)
      throws IOException, InterruptedException {
    keep(Duration.ofDays(1));
    for (int i = 0; i < 3; i++) {
      bench.put("sid-" + i + ".tar", bench.random(10 + i), Bench.START.plusSeconds(i));
    }
    bench.vault.before =
        request ->
            request.contains("sid-0")
                ? Optional.empty()
                : Optional.of(FakeVault.problem(500, "unavailable", "not now"));
    bench.run(bench.node(), Duration.ofMinutes(5));
    Path journal = bench.state.resolve("recordings");
    int torn = 0;
    for (Path file : bench.disk.list(journal)) {
      String whole = Files.readString(file);
      switch (how) {
        case "empty" -> Files.writeString(file, "");
        case "zeros" -> Files.write(file, new byte[200]);
        case "half" -> Files.writeString(file, whole.substring(0, whole.length() / 2));
        default -> Files.writeString(file, "{\"version\":99}");
      }
      torn++;
    }
    assertEquals(3, torn);
    keep(Duration.ZERO);
    bench.vault.before = request -> Optional.empty();
    bench.run(bench.node(), Duration.ofMinutes(10));
    assertEquals(Set.of("sid-0", "sid-1", "sid-2"), bench.vault.recordings.keySet());
    assertEquals(3, bench.vault.requests.stream().filter(one -> one.startsWith("PUT")).count());
    Map<String, String> left = bench.left();
    assertEquals(3, left.size(), left::toString);
    assertTrue(
        left.keySet().stream().allMatch(name -> name.endsWith(".json.broken-1")), left::toString);
    assertTrue(bench.log.stream().anyMatch(line -> line.contains("cannot be used")));
  }

  @Test
  void while_there_is_no_room_nothing_goes_and_it_is_said_and_with_room_all_arrives()
      throws IOException, InterruptedException {
    byte[] bytes = bench.random(300_000);
    Path file = bench.put(Bench.SID + ".tar", bytes);
    Recordings node = bench.node();
    bench.disk.full = true;
    bench.run(node, Duration.ofSeconds(10));
    assertArrayEquals(bytes, Files.readAllBytes(file));
    assertTrue(node.progress().trouble().orElseThrow().contains("No space left on device"));
    bench.disk.full = false;
    bench.run(node, Duration.ofMinutes(2));
    assertEquals(Optional.empty(), node.progress().trouble());
    assertArrayEquals(bytes, bench.vault.recordings.get(Bench.SID));
    assertEquals(Map.of(), bench.left());
  }

  @Test
  void a_disk_that_our_recordings_fill_is_emptied_by_uploading_them()
      throws IOException, InterruptedException {
    bench.put(Bench.SID + ".tar", bench.random(300_000));
    Recordings node = bench.node();
    bench.disk.full = true;
    bench.run(node, Duration.ofMinutes(3));
    assertEquals(Set.of(Bench.SID), bench.vault.recordings.keySet());
    assertEquals(Map.of(), bench.left());
  }

  @Test
  void a_node_that_is_not_to_ship_leaves_everything_where_it_is()
      throws IOException, InterruptedException {
    bench.put(Bench.SID + ".tar", bench.random(9));
    bench.idle = Optional.of("it is not to");
    Recordings node = bench.node();
    bench.run(node, Duration.ofHours(1));
    assertEquals(
        Optional.of(new Progress.Oldest(Bench.START, "it is not to")), node.progress().oldest());
    assertEquals(Optional.empty(), node.progress().trouble());
    assertEquals(List.of(), bench.vault.requests);
    assertEquals(Set.of("spool/" + Bench.SID + ".tar"), bench.left().keySet());
  }
}
