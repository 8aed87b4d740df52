package io.tapevault.alarm;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonToken;
import io.tapevault.alarm.Register.Entry;
import io.tapevault.event.AuditEvent;
import io.tapevault.json.Json;
import io.tapevault.json.JsonReader;
import io.tapevault.json.Malformed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A node as its last heartbeat told it, when that came, and until when the next has to. What waits
/// is that of all parts of the node together. `version` is null where it was not told.
public record NodeHealth(
    String name, Instant heard, Instant silentAt, @Nullable String version, Told told) {

  /// The type of the event that a node sends every minute.
  public static final String HEARTBEAT = "tapevault.node.heartbeat";

  // Whoever may send events may send anything.
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,253}");
  private static final int MOST_TROUBLES = 10;
  private static final int MOST_CHARACTERS = 200;
  // Exact in a double, and so is no sum of two too large for a long.
  private static final long MOST_NUMBER = (1L << 53) - 1;

  /// What waits on its disk and for how long, what lies in quarantine, and what keeps it, in words.
  public record Told(long pending, long oldestSeconds, long quarantined, List<String> troubles) {
    public Told {
      troubles = List.copyOf(troubles);
    }
  }

  /// How a node is.
  public enum State {
    WELL,
    TROUBLED,
    SILENT
  }

  /// Whether a node may have this name.
  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  public State state(Instant now) {
    if (!now.isBefore(silentAt)) {
      return State.SILENT;
    }
    return told.troubles().isEmpty() && told.quarantined() == 0 ? State.WELL : State.TROUBLED;
  }

  /// What a heartbeat that came at this moment tells. The clock of the node does not count. Empty
  /// where it names no node.
  static Optional<NodeHealth> of(AuditEvent heartbeat, Instant heard, Duration silentAfter) {
    return Reading.of(heartbeat.json())
        .filter(read -> isName(read.name))
        .map(read -> read.health(read.name, heard, heard.plus(silentAfter)));
  }

  static NodeHealth of(Entry entry) {
    Reading read = Reading.of(entry.text()).orElseGet(Reading::new);
    return read.health(
        entry.name(), entry.at(), read.silentAt == null ? entry.at() : read.silentAt);
  }

  Entry entry() {
    byte[] json =
        Json.object(entry -> {
          entry.writeStringField("silent_at", silentAt.toString());
          if (version != null) {
            entry.writeStringField("version", version);
          }
          entry.writeNumberField("pending", told.pending());
          entry.writeNumberField("oldest_seconds", told.oldestSeconds());
          entry.writeNumberField("quarantined", told.quarantined());
          entry.writeArrayFieldStart("troubles");
          for (String trouble : told.troubles()) {
            entry.writeString(trouble);
          }
          entry.writeEndArray();
        });
    return new Entry(name, heard, new String(json, UTF_8));
  }

  /// The members of a heartbeat, and of what is kept of it; those of another kind are passed over.
  private static final class Reading {

    private String name = "";
    private @Nullable Instant silentAt;
    private @Nullable String version;
    private long pending;
    private long oldestSeconds;
    private long quarantined;
    private final List<String> troubles = new ArrayList<>();

    static Optional<Reading> of(String json) {
      Reading read = new Reading();
      try {
        JsonReader.document(
            "heartbeat",
            () -> JsonReader.JSON.createParser(json),
            parser ->
                JsonReader.object("heartbeat", parser, member -> read.member(member, parser)));
        return Optional.of(read);
      } catch (Malformed e) {
        return Optional.empty();
      } catch (IOException e) {
        throw new UncheckedIOException("reading from memory failed", e);
      }
    }

    private void member(String member, JsonParser json) throws IOException {
      switch (json.currentToken()) {
        case VALUE_STRING -> text(member, json.getText());
        case VALUE_NUMBER_INT -> number(member, json);
        // The node's parts, such as its audit log.
        case START_OBJECT -> JsonReader.object("part", json, of -> number(of, json));
        case START_ARRAY -> {
          boolean wanted = member.equals("troubles");
          JsonReader.array("troubles", json, () -> trouble(wanted, json));
        }
        default -> {}
      }
    }

    private void text(String member, String text) {
      switch (member) {
        case "node" -> name = text;
        case "version" -> version = cut(text);
        case "silent_at" -> silentAt = Times.parse(text).orElse(null);
        default -> {}
      }
    }

    private void number(String member, JsonParser json) throws IOException {
      if (json.currentToken() != JsonToken.VALUE_NUMBER_INT
          || json.getNumberType() == NumberType.BIG_INTEGER) {
        return;
      }
      long number = Math.clamp(json.getLongValue(), 0, MOST_NUMBER);
      switch (member) {
        case "pending" -> pending = Math.min(MOST_NUMBER, pending + number);
        case "oldest_seconds" -> oldestSeconds = Math.max(oldestSeconds, number);
        case "quarantined" -> quarantined = Math.min(MOST_NUMBER, quarantined + number);
        default -> {}
      }
    }

    private void trouble(boolean wanted, JsonParser json) throws IOException {
      if (wanted
          && json.currentToken() == JsonToken.VALUE_STRING
          && troubles.size() < MOST_TROUBLES) {
        troubles.add(cut(json.getText()));
      }
    }

    private static String cut(String text) {
      return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS) + "…";
    }

    NodeHealth health(String name, Instant heard, Instant silentAt) {
      return new NodeHealth(
          name, heard, silentAt, version, new Told(pending, oldestSeconds, quarantined, troubles));
    }
  }
}
