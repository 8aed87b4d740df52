package io.tapevault.aws.s3;

import static io.tapevault.testkit.contract.Events.NOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.aws.AwsClients;
import io.tapevault.recording.SessionId;
import io.tapevault.search.TextQuery;
import io.tapevault.search.Transcribed;
import io.tapevault.search.Transcripts;
import io.tapevault.search.Transcripts.Page;
import io.tapevault.search.Wanted;
import io.tapevault.testkit.contract.TranscriptsContract;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.SdkHttpClient;

final class S3TranscriptsTest extends TranscriptsContract {

  private static final AtomicInteger BUCKETS = new AtomicInteger();
  @AutoClose private static final SdkHttpClient HTTP = AwsClients.newHttp();
  @AutoClose private static S3Local local;

  @BeforeAll
  static void start() throws Exception {
    local = S3Local.start();
  }

  private String bucket = "";

  @Override
  protected Transcripts open() {
    return open(InstantSource.system());
  }

  private Transcripts open(InstantSource clock) {
    bucket = "transcripts-" + BUCKETS.incrementAndGet();
    return S3ObjectStore.open(
            S3Uri.parse(local.createBucket(bucket), null), local.credentials(), HTTP, clock)
        .transcripts(clock);
  }

  private static Transcribed session(String sid, String version, int seconds) {
    return new Transcribed(new SessionId(sid), version, NOON.plusSeconds(seconds), "alice", "web");
  }

  private static TextQuery words(String words) throws Exception {
    return new TextQuery(Wanted.parse(words), NOON, NOON.plusSeconds(86_400), "", "", false);
  }

  @Test
  void a_line_is_an_object_in_the_folder_of_its_day_that_says_of_which_session_it_is()
      throws Exception {
    open().put(session("s", "1-1.r0", 0), taker -> taker.line(1_250, "a \"line\""));
    String key = "transcripts/day=2026-03-01/43199.s.1-1.r0.ndjson.gz";
    assertEquals(
        List.of(key, "transcripts/sessions/s/2026-03-01/43199.s.1-1.r0"), local.keys(bucket));
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(local.bytes(bucket, key)))) {
      assertEquals(
          """
          {"sid":"s","version":"1-1.r0","start":"2026-03-01T12:00:00Z","user":"alice","server":"web",\
          "at":1.250,"text":"a \\"line\\""}
          """,
          new String(in.readAllBytes(), UTF_8));
    }
  }

  @Test
  void of_a_version_that_was_replaced_nothing_is_left_to_read() throws Exception {
    Transcripts transcripts = open();
    transcripts.put(session("s", "1-1.r0", 0), taker -> taker.line(0, "secret"));
    transcripts.put(session("s", "1-1.r1", 0), taker -> taker.line(0, "******"));
    assertEquals(
        List.of(
            "transcripts/day=2026-03-01/43199.s.1-1.r1.ndjson.gz",
            "transcripts/sessions/s/2026-03-01/43199.s.1-1.r1"),
        local.keys(bucket));
  }

  @Test
  void a_large_one_that_lacks_a_word_is_not_read() throws Exception {
    Transcripts transcripts = open();
    Random random = new Random(1);
    transcripts.put(
        session("large", "1-1.r0", 0),
        taker -> {
          for (int i = 0; i < 20_000; i++) {
            taker.line(i, "hit " + Long.toHexString(random.nextLong()));
          }
        });
    local.overwrite(
        bucket, "transcripts/day=2026-03-01/43199.large.1-1.r0.ndjson.gz", new byte[300_000]);
    assertEquals(List.of(), transcripts.find(words("hit nowhere"), "", 10).hits());
    assertThrows(RuntimeException.class, () -> transcripts.find(words("hit"), "", 10));
  }

  @Test
  void where_time_is_up_a_page_ends_and_the_next_goes_on_there() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    Transcripts transcripts = open(() -> NOON.plusSeconds(5L * asked.incrementAndGet()));
    for (int i = 0; i < 60; i++) {
      int number = i;
      transcripts.put(session("s" + i, "1-1.r0", i), taker -> taker.line(0, "hit " + number));
    }
    List<String> lines = new ArrayList<>();
    int pages = 0;
    String after = "";
    do {
      Page page = transcripts.find(words("hit"), after, 1_000);
      page.hits().forEach(hit -> lines.add(hit.line().text()));
      after = page.next();
      pages++;
    } while (!after.isEmpty());
    assertEquals(IntStream.range(0, 60).mapToObj(i -> "hit " + (59 - i)).toList(), lines);
    assertTrue(pages > 1, "pages " + pages);
  }

  @Test
  void a_filter_misses_no_word_and_takes_few_others_for_one() {
    WordFilter.Building building = new WordFilter.Building();
    IntStream.range(0, 10_000).forEach(i -> building.add("word" + i));
    WordFilter filter = WordFilter.of(building.built().bytes());
    assertTrue(IntStream.range(0, 10_000).allMatch(i -> mayHold(filter, "word" + i)));
    long wrong = IntStream.range(10_000, 20_000).filter(i -> mayHold(filter, "word" + i)).count();
    assertTrue(wrong < 300, "wrong " + wrong);
  }

  private static boolean mayHold(WordFilter filter, String word) {
    return filter.mayHold(new Wanted(List.of(List.of(word))));
  }
}
