package io.tapevault.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.disk.sqlite.SqliteDatabase;
import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventKey;
import io.tapevault.event.EventLog;
import io.tapevault.event.EventPage;
import io.tapevault.event.EventQuery;
import io.tapevault.event.EventQuery.Order;
import io.tapevault.event.Position;
import io.tapevault.event.Where;
import io.tapevault.json.EventJson;
import io.tapevault.predicate.Condition;
import io.tapevault.settings.Retention;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How long a page of 100 events takes among a million on one machine: the first, the middle, the
/// last, and one that holds the ten events that there are of something.
final class EventPages {

  private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
  private static final int BATCH = 5_000;
  private static final int LIMIT = 100;
  private static final String UNINDEXED = "ten by note";
  private static final int WARM = 100;
  private static final int ROUNDS = 201;
  // Of those that look every event through.
  private static final int FEW = 5;

  private EventPages() {}

  private record Question(EventQuery query, @Nullable Position after, int events) {}

  static void main(String[] args) throws Exception {
    int events = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
    Path folder = Files.createTempDirectory("tapevault-bench");
    InstantSource clock = InstantSource.fixed(FIRST);
    boolean held;
    try (SqliteDatabase database =
        SqliteDatabase.open(folder.resolve("events.db"), clock, Retention.DEFAULT)) {
      EventLog log = database.log();
      long began = System.nanoTime();
      for (int from = 0; from < events; from += BATCH) {
        List<AuditEvent> batch = new ArrayList<>();
        for (int i = from; i < Math.min(events, from + BATCH); i++) {
          batch.add(event(i, events));
        }
        log.append(batch);
      }
      long millis = (System.nanoTime() - began) / 1_000_000;
      System.out.printf(
          "%,d events, %,d a second, %,d MB%n",
          events, events * 1_000L / millis, Files.size(folder.resolve("events.db")) >> 20);
      held = measure(log, questions(events));
    } finally {
      try (var files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
    System.exit(held ? 0 : 1);
  }

  private static AuditEvent event(int i, int events) {
    String json = json(i, events);
    return EventJson.read(json.getBytes(UTF_8), FIRST) instanceof AuditEvent event
        ? event
        : throwing(json);
  }

  /// The i-th of so many, of which ten are of another kind.
  static String json(int i, int events) {
    boolean few = i % (events / 10) == events / 20;
    return """
    {"event":"%s","code":"%s","time":"%s","uid":"%08d-0000-4000-8000-000000000000","user":"%s","login":"root","sid":"%08d-1111-4000-8000-000000000000","ei":%d,"server_id":"%08d-2222-4000-8000-000000000000","server_hostname":"%s","success":%s,"addr.remote":"10.0.%d.%d:4711","cluster_name":"example.com","note":"%s"}\
    """
        .formatted(
            few ? "rare.type" : "session.command",
            few ? "RARE" : "T4000I",
            FIRST.plusMillis(i * 20L),
            i,
            few ? "rare" : "user-" + i % 1_000,
            few ? 99_999_999 : i / 50,
            few ? i : i % 50,
            i % 500,
            few ? "rare-host" : "web-" + i % 500,
            !few,
            i % 250,
            i % 199,
            few ? "needle" : "hay");
  }

  private static AuditEvent throwing(String json) {
    throw new IllegalStateException(json);
  }

  private static Map<String, Question> questions(int events) throws IOException {
    Map<String, Question> questions = new LinkedHashMap<>();
    questions.put("the first page", all(Order.ASCENDING, null));
    Instant middle = FIRST.plusMillis(events * 10L);
    questions.put("a page in the middle", all(Order.ASCENDING, new Position(middle, key())));
    Instant end = FIRST.plusMillis((events - LIMIT) * 20L);
    questions.put("the last page", all(Order.ASCENDING, new Position(end, key())));
    questions.put("the newest page", all(Order.DESCENDING, null));
    questions.put(
        "ten by type",
        new Question(query(Set.of("rare.type"), Order.ASCENDING, Where.ANYTHING), null, 10));
    for (String[] member :
        new String[][] {
          {"user", "rare"},
          {"code", "RARE"},
          {"sid", "99999999-1111-4000-8000-000000000000"},
          {"server_hostname", "rare-host"},
          {"note", "needle"}
        }) {
      Where where = new Condition.In(member[0], List.of(member[1]));
      questions.put(
          "ten by " + member[0], new Question(query(Set.of(), Order.DESCENDING, where), null, 10));
    }
    return questions;
  }

  private static EventKey key() {
    return new EventKey("", -1);
  }

  private static Question all(Order order, @Nullable Position after) {
    return new Question(query(Set.of(), order, Where.ANYTHING), after, LIMIT);
  }

  private static EventQuery query(Set<String> types, Order order, Where where) {
    return new EventQuery(FIRST, FIRST.plusSeconds(1L << 30), types, order, where);
  }

  /// In turns, and when all of it is compiled: what is asked first would pay for all others.
  private static boolean measure(EventLog log, Map<String, Question> questions) {
    Map<String, List<Long>> nanos = new LinkedHashMap<>();
    for (int round = 0; round < WARM + ROUNDS; round++) {
      for (Map.Entry<String, Question> one : questions.entrySet()) {
        if (!one.getKey().equals(UNINDEXED) || round >= WARM + ROUNDS - FEW) {
          long took = took(log, one.getKey(), one.getValue());
          if (round >= WARM) {
            nanos.computeIfAbsent(one.getKey(), none -> new ArrayList<>()).add(took);
          }
        }
      }
    }
    Map<String, Double> medians = new LinkedHashMap<>();
    nanos.forEach(
        (name, all) -> medians.put(name, all.stream().sorted().toList().get(all.size() / 2) / 1e6));
    medians.forEach((name, median) -> System.out.printf("  %-26s %,9.3f ms%n", name, median));
    List<Double> indexed =
        medians.entrySet().stream()
            .filter(one -> !one.getKey().equals(UNINDEXED))
            .map(Map.Entry::getValue)
            .toList();
    List<Double> hundred = indexed.subList(0, 4);
    double pages = Collections.max(hundred) / Collections.min(hundred);
    System.out.printf(
        "slowest ÷ fastest: %.2f of the pages of 100, %.2f of these and the first of ten%n",
        pages,
        Math.max(Collections.max(hundred), indexed.get(4))
            / Math.min(Collections.min(hundred), indexed.get(4)));
    return pages <= 1.5;
  }

  private static long took(EventLog log, String name, Question question) {
    long began = System.nanoTime();
    EventPage page = log.search(question.query(), question.after(), LIMIT);
    long took = System.nanoTime() - began;
    if (page.events().size() != question.events()) {
      throw new IllegalStateException(name + ": " + page.events().size());
    }
    return took;
  }
}
