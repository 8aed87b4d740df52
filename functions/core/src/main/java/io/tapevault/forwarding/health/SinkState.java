package io.tapevault.forwarding.health;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import io.tapevault.alarm.Register;
import io.tapevault.alarm.Register.Subject;
import io.tapevault.json.Json;
import io.tapevault.json.JsonReader;
import io.tapevault.json.Malformed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whether a SIEM is known to take nothing, since when, and in its own words why. `before` is since
/// when the state before lasted; `told` whether the log has the event about it.
public record SinkState(
    boolean down, Instant since, String why, @Nullable Instant before, boolean told) {

  /// One that never was down.
  public static final SinkState UP = new SinkState(false, Instant.EPOCH, "", null, true);

  private static final int MOST_WHY = 500;

  public SinkState {
    why = why.substring(0, Math.min(why.length(), MOST_WHY));
  }

  public static SinkState of(Register register, String sink) {
    return register.find(Subject.SINKS, sink).map(entry -> parse(entry.text())).orElse(UP);
  }

  public SinkState asTold() {
    return new SinkState(down, since, why, before, true);
  }

  /// As it is kept in the register.
  public String text() {
    byte[] json =
        Json.object(out -> {
          out.writeBooleanField("down", down);
          out.writeStringField("since", since.toString());
          out.writeStringField("why", why);
          if (before != null) {
            out.writeStringField("before", before.toString());
          }
          out.writeBooleanField("told", told);
        });
    return new String(json, UTF_8);
  }

  /// What nobody can read is as good as nothing.
  public static SinkState parse(String text) {
    Parsed parsed = new Parsed();
    try {
      JsonReader.document(
          "state",
          () -> JsonReader.JSON.createParser(text),
          parser -> JsonReader.object("state", parser, name -> parsed.member(name, parser)));
    } catch (Malformed | DateTimeException e) {
      return UP;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new SinkState(parsed.down, parsed.since, parsed.why, parsed.before, parsed.told);
  }

  /// For an answer or a message: what a state says to others.
  public void write(JsonGenerator json) throws IOException {
    json.writeStringField("state", down ? "down" : "up");
    if (since.isAfter(Instant.EPOCH)) {
      json.writeStringField("since", since.toString());
    }
    if (down) {
      json.writeStringField("why", why);
    }
  }

  /// The entry that is there, and what it says.
  public record Seen(Register.Entry entry, SinkState state) {

    public static Optional<Seen> in(Register register, String sink) {
      return register
          .find(Subject.SINKS, sink)
          .map(entry -> new Seen(entry, SinkState.parse(entry.text())));
    }
  }

  private static final class Parsed {
    private boolean down;
    private Instant since = Instant.EPOCH;
    private String why = "";
    private @Nullable Instant before;
    private boolean told = true;

    void member(String name, JsonParser parser) throws IOException {
      switch (name) {
        case "down" -> down = parser.getBooleanValue();
        case "since" -> since = Instant.parse(JsonReader.text(name, parser));
        case "why" -> why = JsonReader.text(name, parser);
        case "before" -> before = Instant.parse(JsonReader.text(name, parser));
        case "told" -> told = parser.getBooleanValue();
        default -> {}
      }
    }
  }
}
