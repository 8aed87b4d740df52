package io.tapevault.http.playback.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.alarm.Register.Subject;
import io.tapevault.event.EventKey;
import io.tapevault.event.Position;
import io.tapevault.http.Decoded;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.Problem;
import io.tapevault.http.playback.asked.Cursors;
import io.tapevault.http.playback.asked.Cursors.Place;
import io.tapevault.http.playback.asked.Parameters;
import io.tapevault.testkit.contract.MovableClock;
import io.tapevault.testkit.memory.MemoryRegister;
import java.io.InputStream;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class CursorsTest {

  private final MemoryRegister register =
      new MemoryRegister(new MovableClock(Instant.parse("2026-12-01T12:00:00Z")));
  private final Cursors cursors = Cursors.in(register, new SecureRandom()::nextBytes);

  private static Decoded<Place> read(Cursors by, String cursor, String question, String caller)
      throws Exception {
    HttpRequest request =
        new HttpRequest(
            "GET",
            "/",
            Map.of("cursor", List.of(cursor)),
            Map.of(),
            InputStream.nullInputStream(),
            "r");
    return by.after(Parameters.of(request, Set.of("cursor"), Set.of()), question, caller);
  }

  private static Problem.Type problem(Decoded<Place> read) {
    return switch (read) {
      case Decoded.Understood<Place>(Place place) -> throw new AssertionError(place.text());
      case Decoded.Misunderstood<Place>(Problem problem) -> problem.type();
    };
  }

  @Test
  void a_cursor_comes_back_to_another_server_of_the_same_vault() throws Exception {
    for (String place : List.of("p", "a:b", "ü😀\u0000\n", "x".repeat(3_000))) {
      String cursor = cursors.cursor("q", "alice", place);
      assertTrue(cursor.matches("[A-Za-z0-9_-]+"), cursor);
      Cursors another = Cursors.in(register, new SecureRandom()::nextBytes);
      assertEquals(Decoded.of(new Place(place, true)), read(another, cursor, "q", "alice"));
      assertEquals(Decoded.of(new Place(place, false)), read(another, cursor, "q", "bob"));
    }
  }

  @Test
  void a_cursor_of_an_earlier_build_is_understood() throws Exception {
    Cursors pinned =
        Cursors.in(
            new MemoryRegister(new MovableClock(Instant.parse("2026-12-01T12:00:00Z"))),
            bytes -> Arrays.fill(bytes, (byte) 7));
    String place =
        EventParameters.middle(
            new Position(Instant.parse("2026-11-30T23:59:59.123Z"), new EventKey("s", 7)));
    String earlier =
        "Au41MiQ7fU9qCD4BZ6u2jFay6AtzOGUzNWMyY2QzYmY2NjQxYjJiZDgwNmM5N2YwZTAwYWZtTVRvd09qRTNPVFl3T0RNeE9UazZNVEl6TURBd01EQXdPamM2Y3c";
    assertEquals(earlier, pinned.cursor("q", "alice", place));
    assertEquals(Decoded.of(new Place(place, true)), read(pinned, earlier, "q", "alice"));
  }

  @Test
  void each_thing_that_may_be_wrong_with_a_cursor_has_its_own_problem() throws Exception {
    String cursor = cursors.cursor("q", "", "place");
    assertEquals(Problem.Type.CURSOR_OF_ANOTHER_QUERY, problem(read(cursors, cursor, "other", "")));
    char last = cursor.charAt(cursor.length() - 1);
    String altered = cursor.substring(0, cursor.length() - 1) + (last == 'A' ? 'B' : 'A');
    assertEquals(Problem.Type.BAD_CURSOR, problem(read(cursors, altered, "q", "")));
    for (String none : List.of("", "A", "!", "ü", "\ud800", "====", "AAAA", cursor + "=")) {
      assertEquals(Problem.Type.BAD_CURSOR, problem(read(cursors, none, "q", "")), none);
    }
    register.remove(Subject.KEYS, register.find(Subject.KEYS, "cursors").orElseThrow());
    Cursors afterwards = Cursors.in(register, new SecureRandom()::nextBytes);
    assertEquals(Problem.Type.CURSOR_OF_ANOTHER_KEY, problem(read(afterwards, cursor, "q", "")));
    // Who still has the old key takes up the new one.
    String renewed = afterwards.cursor("q", "", "place");
    assertEquals(Decoded.of(new Place("place", true)), read(cursors, renewed, "q", ""));
  }

  @Test
  void a_cursor_that_was_altered_anywhere_is_refused_seed_7() throws Exception {
    Random random = new Random(7);
    String cursor = cursors.cursor("q", "", "1:2:3");
    for (int i = 0; i < 5_000; i++) {
      StringBuilder text = new StringBuilder(cursor);
      for (int n = random.nextInt(3); n >= 0; n--) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.setCharAt(at, (char) random.nextInt(32, 127));
          case 1 -> text.deleteCharAt(at);
          default -> text.insert(at, (char) random.nextInt(32, 127));
        }
      }
      if (!text.toString().equals(cursor)) {
        assertNotEquals(null, problem(read(cursors, text.toString(), "q", "")));
      }
    }
  }

  @Test
  void servers_that_start_at_once_make_one_key() throws Exception {
    Set<String> made = new HashSet<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<String> one =
          () -> Cursors.in(register, new SecureRandom()::nextBytes).cursor("q", "", "place");
      for (var cursor : threads.invokeAll(IntStream.range(0, 50).mapToObj(i -> one).toList())) {
        made.add(cursor.get());
      }
    }
    assertEquals(1, made.size());
  }
}
