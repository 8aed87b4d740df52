package io.tapevault.node.recordings;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.node.recordings.store.Bandwidth;
import io.tapevault.node.recordings.store.FolderStore;
import io.tapevault.node.vault.VaultClient.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What vaults and stores answer, and what becomes of the recording.
final class RefusedUploadsTest {

  private static final Answer EXPIRED = FakeVault.s3(403, "AccessDenied", "Request has expired");
  private static final Answer EXPIRED_TOKEN =
      FakeVault.s3(400, "ExpiredToken", "The provided token has expired.");
  private static final Answer BAD_DIGEST = FakeVault.s3(400, "BadDigest", "Not what was announced");

  @TempDir Path folder;
  private Bench bench;

  @BeforeEach
  void start() throws IOException {
    bench = new Bench(folder, 1);
  }

  /// Answers these, one after the other, to requests of this form, and looks whether our copy is
  /// still there at each.
  private FakeVault.Instead answers(String form, Path file, Answer... answers) {
    Pattern pattern = Pattern.compile(form);
    Deque<Answer> left = new ArrayDeque<>(List.of(answers));
    return request -> {
      assertTrue(Files.exists(file), request);
      return pattern.matcher(request).find() ? Optional.ofNullable(left.poll()) : Optional.empty();
    };
  }

  private long requests(String form) {
    Pattern pattern = Pattern.compile(form);
    return bench.vault.requests.stream().filter(one -> pattern.matcher(one).find()).count();
  }

  private void arrives(byte[] bytes) throws IOException, InterruptedException {
    bench.run(bench.node(), Duration.ofMinutes(20));
    assertEquals(Map.of(), bench.left(), bench.log::toString);
    assertEquals(List.of(Bench.SID), List.copyOf(bench.vault.recordings.keySet()));
    assertArrayEquals(bytes, bench.vault.recordings.get(Bench.SID));
    assertEquals(Map.of(), bench.vault.uploads);
  }

  @Test
  void tickets_that_run_out_in_the_middle_are_asked_for_again_for_the_same_upload()
      throws IOException, InterruptedException {
    byte[] bytes = bench.random(5 * FakeVault.PART - 1);
    Path file = bench.put(Bench.SID + ".tar", bytes);
    bench.vault.partsFrom = 1;
    bench.vault.before = answers("^PUT .*/[345]$", file, EXPIRED, EXPIRED_TOKEN);
    arrives(bytes);
    assertEquals(1, requests("^PUT .*/u0/1$"));
    assertEquals(1, requests("^PUT .*/u0/2$"));
    assertEquals(3, requests("^PUT .*/u0/3$"));
    assertEquals(0, requests("/u1/"));
  }

  @Test
  void tickets_that_are_always_refused_are_no_fault_of_the_recording()
      throws IOException, InterruptedException {
    Path file = bench.put(Bench.SID + ".tar", bench.random(5 * FakeVault.PART));
    bench.vault.partsFrom = 1;
    bench.vault.before =
        request -> request.startsWith("PUT") ? Optional.of(EXPIRED) : Optional.empty();
    bench.run(bench.node(), Duration.ofHours(2));
    assertTrue(Files.exists(file));
    long tries = requests("^PUT");
    assertTrue(tries > 20 && tries < 400, () -> tries + " in two hours");
  }

  @Test
  void a_complete_that_was_not_done_is_repeated() throws IOException, InterruptedException {
    byte[] bytes = bench.random(3 * FakeVault.PART);
    Path file = bench.put(Bench.SID + ".tar", bytes);
    bench.vault.partsFrom = 1;
    bench.vault.before =
        answers(
            "/complete$",
            file,
            FakeVault.problem(503, "unavailable", "InternalError"),
            FakeVault.said(200, "{\"stored\":{\"size\":3000,\"sha256\":\"00\"}}"));
    arrives(bytes);
    assertEquals(3, requests("/complete$"));
    assertEquals(3, requests("^PUT"));
  }

  @Test
  void a_complete_that_was_done_and_denied_is_found_out_by_asking()
      throws IOException, InterruptedException {
    byte[] bytes = bench.random(3 * FakeVault.PART);
    Path file = bench.put(Bench.SID + ".tar", bytes);
    bench.vault.partsFrom = 1;
    bench.vault.after =
        answers("/complete$", file, FakeVault.problem(404, "no-such-upload", "NoSuchUpload"));
    arrives(bytes);
    assertEquals(1, requests("/complete$"));
    assertEquals(3, requests("^PUT"));
  }

  @Test
  void an_upload_that_is_gone_begins_again() throws IOException, InterruptedException {
    byte[] bytes = bench.random(3 * FakeVault.PART);
    bench.put(Bench.SID + ".tar", bytes);
    bench.vault.partsFrom = 1;
    bench.vault.before =
        request -> {
          if (request.endsWith("/u0/complete")) {
            bench.vault.uploads.clear();
          }
          return Optional.empty();
        };
    arrives(bytes);
    assertEquals(3, requests("^PUT .*/u0/"));
    assertEquals(3, requests("^PUT .*/u1/"));
  }

  @Test
  void a_store_that_says_200_and_keeps_nothing_is_found_out()
      throws IOException, InterruptedException {
    byte[] bytes = bench.random(500);
    Path file = bench.put(Bench.SID + ".tar", bytes);
    Answer nothing = FakeVault.said(200, "");
    bench.vault.before = answers("^PUT", file, nothing, nothing, nothing, nothing, nothing);
    arrives(bytes);
    assertEquals(6, requests("^PUT"));
  }

  @Test
  void a_vault_that_names_other_bytes_as_stored_has_not_confirmed()
      throws IOException, InterruptedException {
    byte[] bytes = bench.random(500);
    Path file = bench.put(Bench.SID + ".tar", bytes);
    bench.vault.after =
        answers(
            "/uploads$",
            file,
            FakeVault.said(200, "{\"stored\":{\"size\":500,\"sha256\":\"00\"}}"),
            FakeVault.said(200, "<html>welcome</html>"),
            FakeVault.said(200, "{}"),
            FakeVault.said(200, "{\"method\":\"PUT\",\"url\":\"file:///etc/passwd\"}"));
    arrives(bytes);
  }

  @Test
  void what_was_taken_and_answered_with_500_is_there() throws IOException, InterruptedException {
    byte[] bytes = bench.random(3 * FakeVault.PART);
    Path file = bench.put(Bench.SID + ".tar", bytes);
    bench.vault.partsFrom = 1;
    bench.vault.after = answers("^PUT .*/2$", file, FakeVault.s3(500, "InternalError", "sorry"));
    arrives(bytes);
    assertEquals(3, requests("^PUT"));
  }

  @Test
  void bytes_that_are_unlike_their_digest_are_read_again()
      throws IOException, InterruptedException {
    byte[] bytes = bench.random(500);
    Path file = bench.put(Bench.SID + ".tar", bytes);
    bench.vault.before = answers("^PUT", file, BAD_DIGEST);
    arrives(bytes);
  }

  @Test
  void bytes_that_are_unlike_their_digest_twice_go_to_quarantine()
      throws IOException, InterruptedException {
    bench.put(Bench.SID + ".tar", bench.random(500));
    bench.put("other.tar", bench.random(500));
    bench.vault.before =
        request ->
            request.startsWith("PUT /" + Bench.SID) ? Optional.of(BAD_DIGEST) : Optional.empty();
    bench.run(bench.node(), Duration.ofMinutes(20));
    assertQuarantined(Bench.SID + ".tar", "BadDigest: Not what was announced");
    assertEquals(List.of("other"), List.copyOf(bench.vault.recordings.keySet()));
    assertEquals(2, requests("^PUT /" + Bench.SID));
  }

  @Test
  void what_the_vault_refuses_three_times_goes_to_quarantine_with_its_words()
      throws IOException, InterruptedException {
    bench.put(Bench.SID + ".tar", bench.random(500));
    bench.vault.before =
        request -> Optional.of(FakeVault.problem(413, "recording-too-large", "1 byte too many"));
    bench.run(bench.node(), Duration.ofMinutes(20));
    assertQuarantined(Bench.SID + ".tar", "413 recording-too-large: 1 byte too many");
    assertEquals(3, bench.vault.requests.size());
  }

  @Test
  void a_vault_that_refuses_everything_is_broken_and_puts_nothing_in_quarantine()
      throws IOException, InterruptedException {
    for (int i = 0; i < 12; i++) {
      bench.put("sid-" + i + ".tar", bench.random(100));
    }
    Recordings node = bench.node();
    bench.vault.before = request -> Optional.of(FakeVault.problem(400, "bad-upload", "no"));
    bench.run(node, Duration.ofHours(1));
    assertEquals(0, node.progress().quarantined());
    assertTrue(node.progress().trouble().orElseThrow().contains("refuses all"));
    bench.vault.before = request -> Optional.empty();
    bench.run(node, Duration.ofHours(1));
    assertEquals(12, bench.vault.recordings.size());
    assertEquals(Map.of(), bench.left());
  }

  private void assertQuarantined(String name, String why) throws IOException {
    Map<String, String> left = new TreeMap<>(bench.left());
    assertEquals(2, left.size(), left::toString);
    String reason =
        left.entrySet().stream()
            .filter(file -> file.getKey().endsWith("/reason.json"))
            .findFirst()
            .orElseThrow()
            .getValue();
    assertTrue(reason.contains(why), reason);
    assertTrue(
        left.keySet().stream()
            .anyMatch(file -> file.startsWith("spool/quarantine/") && file.endsWith("/" + name)),
        left::toString);
  }

  @Test
  void other_bytes_of_the_session_stay_and_ours_are_kept_aside_and_told()
      throws IOException, InterruptedException {
    byte[] first = bench.random(10);
    bench.vault.recordings.put(Bench.SID, first);
    bench.put(Bench.SID + ".tar", bench.random(20));
    bench.run(bench.node(), Duration.ofMinutes(20));
    assertQuarantined(Bench.SID + ".tar", "another recording already");
    assertArrayEquals(first, bench.vault.recordings.get(Bench.SID));
    assertEquals(1, bench.vault.requests.size(), "the vault makes an event of each announcement");
  }

  @Test
  void other_bytes_in_a_folder_are_told_by_the_node() throws IOException, InterruptedException {
    Files.writeString(folder.resolve(Bench.SID + ".tar"), "first");
    bench.put(Bench.SID + ".tar", Bench.utf8("other"));
    bench.store =
        new FolderStore(
            bench.disk,
            new FolderStore.Place(folder, folder.resolve("mount")),
            "web-1",
            new Bandwidth(() -> 0, time -> {}, () -> Long.MAX_VALUE));
    bench.run(bench.node(), Duration.ofMinutes(20));
    assertQuarantined(Bench.SID + ".tar", "another recording already");
    String event = bench.vault.events.values().iterator().next();
    assertTrue(event.contains("\"event\":\"recording.conflict\""), event);
  }

  @Test
  void one_bad_recording_among_many_holds_up_nobody() throws IOException, InterruptedException {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      String sid = "sid-%02d".formatted(29 - i);
      bench.put(sid + ".tar", i == 7 ? new byte[0] : bench.random(100), Bench.START.plusSeconds(i));
      if (i != 7) {
        expected.add(sid);
      }
    }
    bench.run(bench.node(), Duration.ofMinutes(1));
    assertQuarantined("sid-22.tar", "it is empty");
    List<String> order =
        bench.vault.requests.stream()
            .filter(request -> request.startsWith("PUT"))
            .map(request -> request.replaceAll("PUT /(sid-..)/.*", "$1"))
            .toList();
    assertEquals(expected, order);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void a_store_that_wants_less_gets_less_and_then_everything(long seed)
      throws IOException, InterruptedException {
    Bench slow = new Bench(folder.resolve("slow"), seed);
    slow.parallel = 8;
    for (int i = 0; i < 8; i++) {
      slow.put("sid-" + i + ".tar", slow.random(100));
    }
    Instant start = slow.now;
    Instant end = start.plusSeconds(20);
    Map<String, List<Duration>> tries = new TreeMap<>();
    slow.vault.before =
        request -> {
          if (!request.startsWith("PUT")) {
            return Optional.empty();
          }
          tries
              .computeIfAbsent(request, key -> new ArrayList<>())
              .add(Duration.between(start, slow.now));
          return slow.now.isBefore(end)
              ? Optional.of(FakeVault.s3(503, "SlowDown", "Please reduce your request rate."))
              : Optional.empty();
        };
    slow.run(slow.node(), Duration.ofSeconds(80));
    assertEquals(8, slow.vault.recordings.size(), () -> tries.toString());
    assertEquals(Map.of(), slow.left());
    for (List<Duration> times : tries.values()) {
      assertTrue(
          times.stream().filter(time -> time.toMillis() < 1000).count() <= 1, tries::toString);
    }
    long early =
        tries.values().stream().flatMap(List::stream).filter(t -> t.toSeconds() < 7).count();
    long late =
        tries.values().stream()
            .flatMap(List::stream)
            .filter(t -> t.toSeconds() >= 13 && t.toSeconds() < 20)
            .count();
    assertTrue(late <= early, tries::toString);
  }
}
