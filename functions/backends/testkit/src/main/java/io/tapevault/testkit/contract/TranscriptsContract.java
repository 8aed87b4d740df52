package io.tapevault.testkit.contract;

import static io.tapevault.testkit.contract.Events.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.tapevault.recording.SessionId;
import io.tapevault.search.TextQuery;
import io.tapevault.search.Transcribed;
import io.tapevault.search.Transcripts;
import io.tapevault.search.Transcripts.Hit;
import io.tapevault.search.Transcripts.Page;
import io.tapevault.search.Wanted;
import io.tapevault.search.Wanted.NotWanted;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What every [Transcripts] promises.
public abstract class TranscriptsContract {

  private static final Duration YEAR = Duration.ofDays(365);

  private Transcripts transcripts;

  /// With nothing in it.
  protected abstract Transcripts open() throws Exception;

  @BeforeEach
  void begin_with_nothing() throws Exception {
    transcripts = open();
  }

  @Test
  void nothing_is_found_where_nothing_is() {
    assertEquals(new Page(List.of(), ""), transcripts.find(words("root"), "", 10));
  }

  @Test
  void a_word_is_found_with_its_line_its_moment_and_its_session() throws Exception {
    Transcribed session = session("a", 0);
    put(session, "$ ls", "root:x:0:0:/root:/bin/sh");
    Hit hit = all(words("bin"), 10).getFirst();
    assertEquals(session, hit.session());
    assertEquals(1_000, hit.millis());
    assertEquals("root:x:0:0:/root:/bin/sh", hit.line().text());
    assertEquals("bin", hit.line().text().substring(hit.line().from(), hit.line().to()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      textBlock =
          """
          ROOT | the root of it | true
          root | ROOT | true
          oot | root | false
          of root | the root of it | true
          of gone | the root of it | false
          "root of" | the root of it | true
          "of root" | the root of it | false
          /etc/shadow | cat /etc/shadow | true
          /etc/shadow | cat /etc/x/shadow | false
          größe | Größe: 1 | true
          ⚙️ | ⚙️ settings | true
          ⚙ | ⚙️ settings | true
          你 | 说你好 | true
          你好 | 说你好 | true
          好你 | 说你好 | false
          ど | かな どう | true
          root OR gone | root | false
          root OR gone | root or gone | true
          root NEAR(gone) | root near gone | true
          NOT root | root | false
          ro* | root | false
          words:root | root | false
          words:root | words: root | true
          root" | root | true
          'root | it's 'root' | true
          r%t | root | false
          """)
  void words_are_only_words(String asked, String line, boolean found) throws Exception {
    put(session("a", 0), "another", line);
    assertEquals(found ? 1 : 0, all(words(asked), 10).size());
  }

  @Test
  void all_words_stand_in_one_line() throws Exception {
    put(session("a", 0), "one", "two", "two and one");
    assertEquals(List.of("two and one"), lines(all(words("one two"), 10)));
  }

  @Test
  void the_newest_session_comes_first_and_its_lines_in_their_order() throws Exception {
    put(session("middle", 20), "hit 1", "hit 2", "hit 3");
    put(session("oldest", 10), "hit 4");
    put(session("newest", 30), "hit 0");
    assertEquals(
        List.of("hit 0", "hit 1", "hit 2", "hit 3", "hit 4"), lines(all(words("hit"), 10)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 100})
  void pages_neither_repeat_nor_skip(int limit) throws Exception {
    for (int i = 0; i < 7; i++) {
      // Some of them in the same second.
      put(session("s" + i, i / 2), "hit", "hit hit", "none", "hit");
    }
    List<Hit> hits = all(words("hit"), limit);
    assertEquals(21, hits.size());
    assertEquals(21, new HashSet<>(hits).size());
    assertEquals(all(words("hit"), 1_000), hits);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 100})
  void of_each_session_the_first_line_alone_where_that_is_wanted(int limit) throws Exception {
    for (int i = 0; i < 5; i++) {
      put(session("s" + i, i), i % 2 == 0 ? "none" : "hit", "hit again", "hit " + i);
    }
    TextQuery query = new TextQuery(wanted("hit"), NOON, NOON.plus(YEAR), "", "", true);
    assertEquals(
        List.of("hit again", "hit", "hit again", "hit", "hit again"), lines(all(query, limit)));
  }

  @Test
  void only_sessions_of_that_time_user_and_server_are_searched() throws Exception {
    put(new Transcribed(new SessionId("a"), "1", NOON, "alice", "one"), "hit a");
    put(new Transcribed(new SessionId("b"), "1", NOON.plusMillis(1), "bob", "one"), "hit b");
    put(new Transcribed(new SessionId("c"), "1", NOON.plusMillis(2), "alice", "two"), "hit c");
    assertEquals(List.of("hit b"), found(NOON.plusMillis(1), NOON.plusMillis(2), "", ""));
    assertEquals(List.of("hit a", "hit c"), sorted(found(NOON, NOON.plus(YEAR), "alice", "")));
    assertEquals(List.of("hit a", "hit b"), sorted(found(NOON, NOON.plus(YEAR), "", "one")));
    assertEquals(List.of("hit c"), found(NOON, NOON.plus(YEAR), "alice", "two"));
    assertEquals(List.of(), found(NOON, NOON.plus(YEAR), "Alice", ""));
    assertEquals(List.of(), found(NOON.plus(YEAR), NOON.plus(YEAR), "", ""));
  }

  private List<String> found(Instant from, Instant to, String user, String server)
      throws Exception {
    return lines(all(new TextQuery(wanted("hit"), from, to, user, server, false), 10));
  }

  @Test
  void the_same_again_changes_nothing_and_asks_for_no_line() throws Exception {
    Transcribed session = session("a", 0);
    put(session, "hit");
    transcripts.put(session, taker -> fail("it is there"));
    assertEquals(List.of("hit"), lines(all(words("hit"), 10)));
  }

  @Test
  void another_version_is_there_in_the_place_of_the_former() throws Exception {
    put(new Transcribed(new SessionId("a"), "1.r0", NOON, "", ""), "password secret", "after");
    put(new Transcribed(new SessionId("b"), "1.r0", NOON, "", ""), "secret of b");
    put(new Transcribed(new SessionId("a"), "1.r1", NOON, "", ""), "password ****", "after");
    assertEquals(List.of("secret of b"), lines(all(words("secret"), 10)));
    assertEquals(List.of("password ****"), lines(all(words("password"), 10)));
    assertEquals(List.of("after"), lines(all(words("after"), 10)));
  }

  @Test
  void what_breaks_off_shows_nothing_of_itself() throws Exception {
    Transcribed session = session("a", 0);
    assertThrows(
        IOException.class,
        () ->
            transcripts.put(
                session,
                taker -> {
                  for (int i = 0; i < 2_000; i++) {
                    taker.line(i, "hit");
                  }
                  throw new IOException("it breaks off");
                }));
    assertEquals(List.of(), all(words("hit"), 10));
    put(session, "hit at last");
    assertEquals(List.of("hit at last"), lines(all(words("hit"), 10)));
  }

  @Test
  void what_is_removed_is_found_no_more_and_may_come_again() throws Exception {
    put(session("a", 0), "hit a");
    put(session("b", 0), "hit b");
    transcripts.remove(new SessionId("a"));
    transcripts.remove(new SessionId("never-there"));
    assertEquals(List.of("hit b"), lines(all(words("hit"), 10)));
    put(session("a", 0), "hit a again");
    assertEquals(2, all(words("hit"), 10).size());
  }

  @Test
  void a_page_goes_on_where_it_ended_though_its_session_went() throws Exception {
    put(session("a", 9), "hit 1", "hit 2");
    put(session("b", 1), "hit 3");
    Page first = transcripts.find(words("hit"), "", 1);
    transcripts.remove(new SessionId("a"));
    assertTrue(lines(after(words("hit"), first.next(), 10)).size() <= 1);
  }

  @Test
  void a_line_of_a_megabyte_is_cut_around_what_was_found() throws Exception {
    String line = "word ".repeat(100_000) + "needle" + " 😀".repeat(180_000);
    put(session("a", 0), line);
    Hit hit = all(words("needle"), 10).getFirst();
    assertTrue(hit.line().text().length() <= 240);
    assertEquals("needle", hit.line().text().substring(hit.line().from(), hit.line().to()));
  }

  @Test
  void a_word_of_a_megabyte_is_no_trouble() throws Exception {
    put(session("a", 0), "x".repeat(1 << 20), "hit");
    // It is found by pieces of 64, as it is kept.
    assertEquals(1, all(words("x".repeat(128)), 10).size());
    assertEquals(List.of("hit"), lines(all(words("hit"), 10)));
  }

  @Test
  void ten_thousand_hits_in_one_session_come_in_pages() throws Exception {
    String[] lines = IntStream.range(0, 10_000).mapToObj(i -> "hit " + i).toArray(String[]::new);
    put(session("a", 0), lines);
    assertEquals(List.of(lines), lines(all(words("hit"), 500)));
  }

  @Test
  void odd_lines_come_back_as_they_were() throws Exception {
    List<String> odd =
        List.of(
            "hit \u0000 \u001b[31m \ud800 \t", "hit \"quoted\" 'it'", "hit 😀👩‍👩‍👧 ﷺ e\u0301");
    put(session("a", 0), odd.toArray(String[]::new));
    List<String> found = lines(all(words("hit"), 10));
    assertEquals(3, found.size());
    assertEquals(odd.subList(1, 3), found.subList(1, 3));
  }

  @Test
  void an_empty_transcript_is_one() throws Exception {
    put(session("a", 0));
    assertEquals(List.of(), all(words("hit"), 10));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "ä", "1:2:3:4:5", "-", "\u0000"})
  void a_place_that_was_never_given_is_refused(String after) throws Exception {
    put(session("a", 0), "hit");
    assertThrows(IllegalArgumentException.class, () -> transcripts.find(words("hit"), after, 10));
  }

  @Test
  void many_at_once_get_in_nobodys_way() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Callable<Void>> work = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        Transcribed session = session("s" + i % 6, 0);
        work.add(() -> {
          put(session, "hit", "hit");
          List<Hit> _ = all(words("hit"), 3);
          return null;
        });
      }
      for (Future<Void> one : threads.invokeAll(work)) {
        one.get();
      }
    }
    assertEquals(12, all(words("hit"), 5).size());
  }

  private static Transcribed session(String sid, long seconds) {
    return new Transcribed(
        new SessionId(sid), "1-1.r0", NOON.plusSeconds(seconds), "alice", "node");
  }

  /// A line each second.
  private void put(Transcribed session, String... lines) throws IOException {
    transcripts.put(
        session,
        taker -> {
          for (int i = 0; i < lines.length; i++) {
            taker.line(1_000L * i, lines[i]);
          }
        });
  }

  private static Wanted wanted(String words) {
    try {
      return Wanted.parse(words);
    } catch (NotWanted e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static TextQuery words(String words) {
    return new TextQuery(wanted(words), NOON, NOON.plus(YEAR), "", "", false);
  }

  private List<Hit> all(TextQuery query, int limit) {
    return after(query, "", limit);
  }

  private List<Hit> after(TextQuery query, String place, int limit) {
    List<Hit> all = new ArrayList<>();
    String after = place;
    do {
      Page page = transcripts.find(query, after, limit);
      assertTrue(page.hits().size() <= limit);
      all.addAll(page.hits());
      after = page.next();
    } while (!after.isEmpty());
    return all;
  }

  private static List<String> lines(List<Hit> hits) {
    return hits.stream().map(hit -> hit.line().text()).toList();
  }

  private static List<String> sorted(List<String> lines) {
    return lines.stream().sorted().toList();
  }
}
