package io.tapevault.aws.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.json.EventFields;
import io.tapevault.json.Json;
import io.tapevault.recording.LineReader;
import io.tapevault.recording.SessionId;
import io.tapevault.search.TextQuery;
import io.tapevault.search.Transcribed;
import io.tapevault.search.Transcripts.Hit;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// The lines of one transcript: each is an object of its own, and says of which session it is, so
/// that others than us can read them.
final class TranscriptLines {

  private static final int LONGEST = 16 << 20;
  // The clock is looked at between so many lines.
  private static final int AT_ONCE = 1_000;
  private static final Set<String> FIELDS =
      Set.of("sid", "version", "start", "user", "server", "at", "text");

  private TranscriptLines() {}

  static byte[] line(Transcribed of, long millis, String text) {
    byte[] json =
        Json.object(line -> {
          line.writeStringField("sid", of.sid().value());
          line.writeStringField("version", of.version());
          line.writeStringField("start", of.at().toString());
          line.writeStringField("user", of.user());
          line.writeStringField("server", of.server());
          line.writeNumberField("at", BigDecimal.valueOf(millis, 3));
          line.writeStringField("text", text);
        });
    byte[] whole = Arrays.copyOf(json, json.length + 1);
    whole[json.length] = '\n';
    return whole;
  }

  /// A hit, and the number of its line.
  record Located(Hit hit, long line) {}

  /// `stopped` is the line that was not looked at any more, or -1.
  record Found(List<Located> hits, long stopped) {
    static final Found NOTHING = new Found(List.of(), -1);
  }

  /// From a line on, at most so many hits, while there is time left.
  static Found search(
      InputStream in, TextQuery query, long from, int most, BooleanSupplier timeLeft)
      throws IOException {
    List<Located> hits = new ArrayList<>();
    LineReader lines = new LineReader(in, LONGEST);
    for (long number = 0; hits.size() < most; number++) {
      Optional<byte[]> line = lines.next();
      if (line.isEmpty()) {
        break;
      }
      if (number > from && number % AT_ONCE == 0 && !timeLeft.getAsBoolean()) {
        return new Found(hits, number);
      }
      if (number < from) {
        continue;
      }
      Map<String, String> told = EventFields.of(new String(line.get(), UTF_8), FIELDS);
      Transcribed session = session(told);
      if (!query.wants(session)) {
        break;
      }
      long at = number;
      query
          .words()
          .in(told.getOrDefault("text", ""))
          .ifPresent(place -> hits.add(new Located(new Hit(session, millis(told), place), at)));
    }
    return new Found(hits, -1);
  }

  private static Transcribed session(Map<String, String> told) {
    return new Transcribed(
        new SessionId(told.getOrDefault("sid", "")),
        told.getOrDefault("version", ""),
        Instant.parse(told.getOrDefault("start", "")),
        told.getOrDefault("user", ""),
        told.getOrDefault("server", ""));
  }

  private static long millis(Map<String, String> told) {
    return new BigDecimal(told.getOrDefault("at", "0")).movePointRight(3).longValue();
  }
}
