package io.tapevault.bench;

import io.tapevault.disk.sqlite.SqliteDatabase;
import io.tapevault.recording.SessionId;
import io.tapevault.search.TextQuery;
import io.tapevault.search.Transcribed;
import io.tapevault.search.Transcripts;
import io.tapevault.search.Transcripts.Page;
import io.tapevault.search.Wanted;
import io.tapevault.settings.Retention;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;

/// How long a page of words takes in the transcripts of one machine, 200 lines each, and how that
/// grows with them.
final class Search {

  private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
  private static final int LINES = 200;
  private static final int LIMIT = 50;
  private static final int ROUNDS = 11;
  private static final long MOST_MILLIS = 200;

  private Search() {}

  static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory("tapevault-bench");
    int[] sizes =
        args.length > 0 ? new int[] {Integer.parseInt(args[0])} : new int[] {1_000, 10_000, 30_000};
    boolean held = true;
    try (SqliteDatabase database =
        SqliteDatabase.open(
            folder.resolve("words.db"), InstantSource.system(), Retention.DEFAULT)) {
      Transcripts transcripts = database.transcripts();
      int there = 0;
      for (int size : sizes) {
        long began = System.nanoTime();
        for (int before = there; there < size; there++) {
          put(transcripts, there, before == there);
        }
        System.out.printf(
            "%,d transcripts, put in %,d ms, %,d MB%n",
            size, millis(began), Files.size(folder.resolve("words.db")) >> 20);
        for (Map.Entry<String, TextQuery> question : questions().entrySet()) {
          long median = median(transcripts, question.getValue());
          System.out.printf("  %-40s %,6.1f ms a page%n", question.getKey(), median / 1e6);
          held &= size > 10_000 || median <= MOST_MILLIS * 1_000_000;
        }
      }
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

  private static void put(Transcripts transcripts, int number, boolean first) throws IOException {
    Random random = new Random(number);
    Transcribed session =
        new Transcribed(
            new SessionId("s" + number),
            "1-1.r0",
            // As they come: nearly in order.
            FIRST.plusSeconds(number * 60L + random.nextInt(600)),
            "user" + number % 100,
            "server" + number % 1_000);
    transcripts.put(
        session,
        taker -> {
          for (int line = 0; line < LINES; line++) {
            StringBuilder text = new StringBuilder("root@host:~# everywhere");
            for (int word = 0; word < 8; word++) {
              text.append(" w").append((int) Math.pow(20_000, random.nextDouble()));
            }
            text.append(line == 100 && number % 1_000 == 7 ? " needle" : "");
            text.append(line == 0 && first ? " only once" : "");
            taker.line(line * 500L, text.toString());
          }
        });
  }

  private static Map<String, TextQuery> questions() throws Exception {
    Map<String, TextQuery> questions = new LinkedHashMap<>();
    questions.put("a word of every line", of("everywhere", "", false));
    questions.put("a word of one transcript in a thousand", of("needle", "", false));
    questions.put("a word of none", of("nowhere", "", false));
    questions.put("two words of many lines", of("w2 w3", "", false));
    questions.put("two words, never in one line", of("needle \"only once\"", "", false));
    questions.put("a phrase", of("\"root host everywhere w7 w1\"", "", false));
    questions.put("a word of every line, one user of 100", of("everywhere", "user3", false));
    questions.put("sessions, a word of every line", of("everywhere", "", true));
    questions.put("sessions, two words of many lines", of("w2 w3", "", true));
    return questions;
  }

  private static TextQuery of(String words, String user, boolean sessions) throws Exception {
    return new TextQuery(
        Wanted.parse(words), FIRST, FIRST.plusSeconds(1L << 30), user, "", sessions);
  }

  private static long median(Transcripts transcripts, TextQuery query) {
    return LongStream.range(0, ROUNDS)
        .map(round -> {
          long began = System.nanoTime();
          Page page = transcripts.find(query, "", LIMIT);
          if (page.hits().size() > LIMIT) {
            throw new IllegalStateException("a page has " + page.hits().size() + " hits");
          }
          return System.nanoTime() - began;
        })
        .sorted()
        .skip(ROUNDS / 2)
        .findFirst()
        .orElseThrow();
  }

  private static long millis(long began) {
    return (System.nanoTime() - began) / 1_000_000;
  }
}
