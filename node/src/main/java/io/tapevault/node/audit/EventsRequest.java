package io.tapevault.node.audit;

import com.fasterxml.jackson.core.JsonParser;
import io.tapevault.json.JsonReader;
import io.tapevault.json.Malformed;
import io.tapevault.node.vault.VaultClient;
import io.tapevault.node.vault.VaultClient.Answer;
import io.tapevault.node.vault.VaultClient.Answer.Said;
import io.tapevault.node.vault.VaultClient.Answer.Unanswered;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/// Sends lines to the vault as events, each a line of NDJSON.
public final class EventsRequest {

  private static final int TOO_LARGE = 413;
  private static final int MOST_WORDS = 300;

  private final VaultClient vault;

  public EventsRequest(VaultClient vault) {
    this.vault = vault;
  }

  /// What became of them.
  public sealed interface Outcome {
    /// All of them are durable; `parked` of them are no events.
    record Taken(long parked) implements Outcome {}

    /// They are too many bytes for the vault, or for somebody before it.
    record TooLarge(String why) implements Outcome {}

    /// Not now; not before `after`.
    record NotNow(String why, Duration after) implements Outcome {}
  }

  public Outcome send(List<byte[]> lines) throws InterruptedException {
    Answer answer =
        vault.ask(
            "POST",
            "/v1/events",
            Map.of("content-type", "application/x-ndjson", "content-encoding", "gzip"),
            packed(lines));
    return switch (answer) {
      case Unanswered(String why) -> new Outcome.NotNow(why, Duration.ZERO);
      case Said said when said.status() == TOO_LARGE -> new Outcome.TooLarge(words(said));
      case Said said when said.status() == 200 -> taken(said, lines.size());
      case Said said -> new Outcome.NotNow(words(said), said.after().orElse(Duration.ZERO));
    };
  }

  private static byte[] packed(List<byte[]> lines) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      for (byte[] line : lines) {
        gzip.write(line);
        gzip.write('\n');
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /// Somebody else may answer 200 to everything: it has to account for each line.
  private static Outcome taken(Said said, int sent) {
    try {
      long[] counts = new long[2];
      JsonReader.document(
          "answer",
          () -> JsonReader.JSON.createParser(said.body()),
          json -> JsonReader.object("answer", json, name -> count(name, json, counts)));
      if (counts[0] + counts[1] == sent) {
        return new Outcome.Taken(counts[1]);
      }
    } catch (Malformed | IOException e) {
      // It is told below.
    }
    return new Outcome.NotNow(
        "the answer is 200, and does not account for "
            + sent
            + " lines: is it the vault that answers?",
        Duration.ZERO);
  }

  private static void count(String name, JsonParser json, long[] counts) throws IOException {
    switch (name) {
      case "accepted", "duplicates" -> counts[0] += json.getLongValue();
      case "refused" -> JsonReader.array(name, json, () -> counts[1]++);
      case "refused_not_listed" -> counts[1] += json.getLongValue();
      default -> {}
    }
  }

  private static String words(Said said) {
    String text = said.body().replaceAll("[^\\x20-\\x7e]+", " ").strip();
    return "the vault answers "
        + said.status()
        + (text.isEmpty() ? "" : ": " + text.substring(0, Math.min(MOST_WORDS, text.length())));
  }
}
