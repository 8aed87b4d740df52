package io.tapevault.local.workers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapevault.disk.sqlite.SqliteDatabase;
import io.tapevault.event.Refused;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.local.Client;
import io.tapevault.local.LocalVault;
import io.tapevault.local.Samples;
import io.tapevault.local.Siem;
import io.tapevault.local.config.LocalConfig;
import io.tapevault.settings.Retention;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Every stored event reaches every SIEM, in order, whatever the SIEM does meanwhile.
@Timeout(60)
final class SiemWorkerTest {

  @TempDir private Path data;
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable one : open.reversed()) {
      one.close();
    }
    open.clear();
  }

  private <T extends AutoCloseable> T opened(T one) {
    open.add(one);
    return one;
  }

  private Client vault(SinkSpec... siems) throws Exception {
    LocalConfig config = LocalConfig.defaults(data);
    for (SinkSpec siem : siems) {
      config = config.with(siem);
    }
    return new Client(opened(LocalVault.start(config, data, 0)).uri());
  }

  private static void post(Client client, String events, int count) throws Exception {
    assertEquals(count, client.post("/v1/events", events).json().path("accepted").asInt());
  }

  @Test
  void events_arrive_in_the_order_of_storing() throws Exception {
    Siem siem = opened(Siem.start(batch -> 204));
    Client client = vault(siem.named("soc"));
    post(client, Samples.events("a", 700), 700);
    post(client, Samples.events("b", 3), 3);
    List<String> expected = new ArrayList<>(Samples.uids("a", 700));
    expected.addAll(Samples.uids("b", 3));
    assertEquals(expected, siem.await(703));
  }

  @Test
  void a_webhook_that_answers_503_for_a_while_gets_them_soon_after() throws Exception {
    AtomicInteger requests = new AtomicInteger();
    Siem siem = opened(Siem.start(batch -> requests.incrementAndGet() <= 2 ? 503 : 200));
    Client client = vault(siem.named("soc"));
    long start = System.nanoTime();
    post(client, Samples.events("a", 10), 10);
    assertEquals(Samples.uids("a", 10), siem.await(10));
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    assertTrue(took.compareTo(Duration.ofSeconds(10)) < 0, took.toString());
    assertEquals(3, requests.get());
  }

  @Test
  void a_webhook_that_is_not_there_yet_gets_them_when_it_is() throws Exception {
    Siem gone = Siem.start(batch -> 204);
    SinkSpec address = gone.named("soc");
    gone.close();
    Client client = vault(address);
    post(client, Samples.events("a", 10), 10);
    Thread.sleep(700);
    Siem siem = opened(Siem.start(gone.port(), batch -> 204));
    assertEquals(Samples.uids("a", 10), siem.await(10));
  }

  @Test
  void one_event_that_is_refused_is_parked_and_the_others_arrive() throws Exception {
    Siem siem = opened(Siem.start(batch -> has(batch, "a7") ? 400 : 204));
    Client client = vault(siem.named("soc"));
    post(client, Samples.events("a", 20), 20);
    post(client, Samples.events("b", 1), 1);
    List<String> expected = new ArrayList<>(Samples.uids("a", 20));
    expected.remove("a7");
    expected.add("b0");
    assertEquals(expected, siem.await(20));
    stop();
    try (SqliteDatabase database =
        SqliteDatabase.open(data.resolve("events.db"), InstantSource.system(), Retention.DEFAULT)) {
      List<Refused> parked = database.parking().parked(LocalDate.now(ZoneOffset.UTC), 10);
      assertEquals(
          List.of("REFUSED_BY_SIEM soc: status 400 a7"),
          parked.stream().map(one -> one.reason() + " " + one.detail() + " " + one.uid()).toList());
    }
  }

  private static boolean has(List<JsonNode> batch, String uid) {
    return batch.stream().anyMatch(event -> event.path("uid").asText().equals(uid));
  }

  @Test
  void the_order_in_a_session_holds_whatever_fails_seed_7() throws Exception {
    Random random = new Random(7);
    AtomicInteger trouble = new AtomicInteger(3);
    Siem siem =
        opened(
            Siem.start(batch -> {
              if (batch.size() > 40) {
                return 413;
              }
              return random.nextInt(3) == 0 && trouble.getAndDecrement() > 0 ? 500 : 204;
            }));
    Client client = vault(siem.named("soc"));
    for (int i = 0; i < 30; i++) {
      StringBuilder lines = new StringBuilder();
      for (int session = 0; session < 5; session++) {
        lines.append(Samples.event("s" + session + "-" + i, "session-" + session, i)).append('\n');
      }
      post(client, lines.toString(), 5);
    }
    List<String> uids = siem.await(150);
    for (int session = 0; session < 5; session++) {
      String prefix = "s" + session + "-";
      assertEquals(
          Samples.uids(prefix, 30), uids.stream().filter(uid -> uid.startsWith(prefix)).toList());
    }
  }

  @Test
  void a_restart_in_the_middle_loses_nothing() throws Exception {
    AtomicInteger requests = new AtomicInteger();
    Siem siem =
        Siem.start(batch -> batch.size() > 10 ? 413 : requests.incrementAndGet() > 3 ? 503 : 204);
    try (siem) {
      Client client = vault(siem.named("soc"));
      post(client, Samples.events("a", 100), 100);
      assertTrue(siem.await(1).size() < 100);
      stop();
      siem.answer(batch -> 204);
      vault(siem.named("soc"));
      assertEquals(Samples.uids("a", 100), siem.await(100));
    }
  }

  @Test
  void a_siem_that_does_not_answer_delays_no_other_and_not_the_end() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    Siem dead =
        opened(
            Siem.start(batch -> {
              try {
                never.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return 204;
            }));
    Siem well = opened(Siem.start(batch -> 204));
    LocalVault vault =
        LocalVault.start(
            LocalConfig.defaults(data).with(dead.named("dead")).with(well.named("well")), data, 0);
    try (vault) {
      long start = System.nanoTime();
      for (int i = 0; i < 5; i++) {
        post(new Client(vault.uri()), Samples.events("a" + i + "-", 10), 10);
        assertEquals(10 * (i + 1), well.await(10 * (i + 1)).size());
      }
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      assertTrue(took.compareTo(Duration.ofSeconds(8)) < 0, took.toString());
    }
    never.countDown();
    stop();
  }

  @Test
  void a_siem_that_is_named_later_gets_everything_from_the_oldest_on() throws Exception {
    post(vault(), Samples.events("a", 10), 10);
    stop();
    Siem siem = opened(Siem.start(batch -> 204));
    vault(siem.named("new"));
    assertEquals(Samples.uids("a", 10), siem.await(10));
  }

  @Test
  void large_events_arrive_in_requests_of_their_own() throws Exception {
    AtomicInteger most = new AtomicInteger();
    Siem siem =
        opened(
            Siem.start(batch -> {
              most.accumulateAndGet(batch.size(), Math::max);
              return 204;
            }));
    Client client = vault(siem.named("soc"));
    String padding = "x".repeat(400_000);
    for (int i = 0; i < 8; i++) {
      post(client, "{\"event\":\"large\",\"uid\":\"l" + i + "\",\"pad\":\"" + padding + "\"}", 1);
    }
    List<String> expected = IntStream.range(0, 8).mapToObj(i -> "l" + i).toList();
    assertEquals(expected, siem.await(8));
    assertEquals(1, most.get());
  }
}
