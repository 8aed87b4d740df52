package io.tapevault.forwarding.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import io.tapevault.event.Cursor;
import io.tapevault.event.EventKey;
import io.tapevault.event.Position;
import io.tapevault.event.Sha256;
import io.tapevault.json.Json;
import io.tapevault.json.JsonReader;
import io.tapevault.json.Malformed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The events of a range of time that a SIEM is to get once more, and how far that has come. Of the
/// one that looks for what is missing, `begin` is where the SIEM began.
public record Replay(String sink, Range range, Done done, @Nullable Instant begin) {

  Replay(String sink, Range range, Done done) {
    this(sink, range, done, null);
  }

  /// `from` inclusive, `to` exclusive; perhaps only what is not known to be settled, or one event.
  public record Range(Instant from, Instant to, boolean onlyMissing, @Nullable EventKey only) {}

  /// How many events were looked at and sent, and behind which place it goes on.
  public record Done(long seen, long sent, @Nullable Position behind) {
    public static final Done NOTHING = new Done(0, 0, null);
  }

  public static Replay of(String sink, Range range) {
    return new Replay(sink, range, Done.NOTHING);
  }

  public Replay with(Done more) {
    return new Replay(sink, range, more, begin);
  }

  /// The same for the same range: it is asked for once, however often.
  public String name() {
    byte[] asked = text(range, Done.NOTHING, null).getBytes(UTF_8);
    return sink + '#' + Sha256.of(asked).substring(0, 16);
  }

  public String text() {
    return text(range, done, begin);
  }

  private static String text(Range range, Done done, @Nullable Instant begin) {
    byte[] json =
        Json.object(out -> {
          write(range, out);
          out.writeNumberField("seen", done.seen());
          out.writeNumberField("sent", done.sent());
          if (done.behind() != null) {
            out.writeStringField("behind", new Cursor(done.behind()).encoded());
          }
          if (begin != null) {
            out.writeStringField("begin", begin.toString());
          }
        });
    return new String(json, UTF_8);
  }

  private static void write(Range range, JsonGenerator out) throws IOException {
    out.writeStringField("from", range.from().toString());
    out.writeStringField("to", range.to().toString());
    out.writeBooleanField("only_missing", range.onlyMissing());
    if (range.only() != null) {
      out.writeStringField("only", new Cursor(new Position(range.from(), range.only())).encoded());
    }
  }

  /// For an answer: what is asked for, and how far it is.
  public void write(JsonGenerator out) throws IOException {
    write(range, out);
    out.writeNumberField("seen", done.seen());
    out.writeNumberField("sent", done.sent());
  }

  /// Empty where it is none.
  static Optional<Replay> parse(String sink, String text) {
    Parsed parsed = new Parsed();
    try {
      JsonReader.document(
          "replay",
          () -> JsonReader.JSON.createParser(text),
          parser -> JsonReader.object("replay", parser, name -> parsed.member(name, parser)));
      Range range =
          new Range(
              JsonReader.present("from", parsed.from),
              JsonReader.present("to", parsed.to),
              parsed.onlyMissing,
              parsed.only == null ? null : parsed.only.key());
      return Optional.of(
          new Replay(sink, range, new Done(parsed.seen, parsed.sent, parsed.behind), parsed.begin));
    } catch (Malformed | DateTimeException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Parsed {
    private @Nullable Instant from;
    private @Nullable Instant to;
    private @Nullable Instant begin;
    private boolean onlyMissing;
    private @Nullable Position only;
    private @Nullable Position behind;
    private long seen;
    private long sent;

    void member(String name, JsonParser parser) throws IOException {
      switch (name) {
        case "from" -> from = Instant.parse(JsonReader.text(name, parser));
        case "to" -> to = Instant.parse(JsonReader.text(name, parser));
        case "begin" -> begin = Instant.parse(JsonReader.text(name, parser));
        case "only_missing" -> onlyMissing = parser.getBooleanValue();
        case "only" -> only = position(JsonReader.text(name, parser));
        case "behind" -> behind = position(JsonReader.text(name, parser));
        case "seen" -> seen = parser.getLongValue();
        case "sent" -> sent = parser.getLongValue();
        default -> {}
      }
    }

    private static @Nullable Position position(String text) {
      return Cursor.decode(text).map(Cursor::position).orElse(null);
    }
  }
}
