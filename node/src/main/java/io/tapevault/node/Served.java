package io.tapevault.node;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tapevault.json.JsonReader;
import io.tapevault.json.Malformed;
import io.tapevault.settings.Durations;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// What the vault serves to nodes, at `GET /v1/config`.
record Served(
    Mode mode,
    Optional<Path> folder,
    int parallel,
    long maxBytesPerSecond,
    Duration grace,
    Duration keep) {

  /// Of a vault that serves none.
  static final Served DEFAULT =
      new Served(
          Mode.NODE, Optional.empty(), 4, Long.MAX_VALUE, Duration.ofHours(24), Duration.ZERO);

  private static final int MOST_PARALLEL = 64;

  /// Who records sessions in this cluster.
  enum Mode {
    NODE,
    PROXY,
    OFF
  }

  /// In a few words, for people.
  String said() {
    return "session_recording "
        + mode.name().toLowerCase(Locale.ROOT)
        + ", "
        + parallel
        + " uploads at once"
        + folder.map(into -> " into " + into).orElse("");
  }

  /// Throws a [Malformed] that says what is wrong. Members that are not known are passed over.
  static Served read(String json) throws IOException {
    Builder served = new Builder();
    JsonReader.document(
        "configuration",
        () -> JsonReader.JSON.createParser(json),
        parser -> JsonReader.object("configuration", parser, name -> served.member(name, parser)));
    return new Served(
        served.mode, served.folder, served.parallel, served.most, served.grace, served.keep);
  }

  /// Where it is, as far as it was read.
  private static final class Builder {
    private Mode mode = DEFAULT.mode;
    private Optional<Path> folder = DEFAULT.folder;
    private int parallel = DEFAULT.parallel;
    private long most = DEFAULT.maxBytesPerSecond;
    private Duration grace = DEFAULT.grace;
    private Duration keep = DEFAULT.keep;

    void member(String name, JsonParser json) throws IOException {
      switch (name) {
        case "session_recording" -> mode = mode(JsonReader.text(name, json));
        case "audit_sessions_uri" -> folder = folder(JsonReader.text(name, json));
        case "grace_period" -> grace = duration(name, JsonReader.text(name, json));
        case "keep_for" -> keep = duration(name, JsonReader.text(name, json));
        case "upload" ->
            JsonReader.object(
                name,
                json,
                member -> {
                  switch (member) {
                    case "parallel" ->
                        parallel = Math.clamp(number(member, json), 1, MOST_PARALLEL);
                    case "max_bytes_per_second" -> most = Math.max(1, number(member, json));
                    default -> {}
                  }
                });
        default -> {}
      }
    }

    private static long number(String name, JsonParser json) throws IOException {
      if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
        throw new Malformed(name + " is no whole number");
      }
      return json.getLongValue();
    }

    // The value may be anything.
    @SuppressWarnings("UnusedException")
    private static Mode mode(String text) {
      try {
        // Those of Teleport that record without a spool are ours too: nothing lies in it.
        return Mode.valueOf(text.replace("-sync", "").toUpperCase(Locale.ROOT));
      } catch (IllegalArgumentException e) {
        throw new Malformed("session_recording is none of node, proxy and off");
      }
    }

    @SuppressWarnings("UnusedException")
    private static Duration duration(String name, String text) {
      try {
        return Durations.parse(text);
      } catch (IllegalArgumentException e) {
        throw new Malformed(name + " is no duration such as 24h");
      }
    }

    /// Where it is a bucket, tickets lead to it.
    @SuppressWarnings("UnusedException")
    private static Optional<Path> folder(String text) {
      try {
        URI uri = new URI(text);
        return "file".equals(uri.getScheme()) ? Optional.of(Path.of(uri)) : Optional.empty();
      } catch (URISyntaxException | IllegalArgumentException e) {
        throw new Malformed("audit_sessions_uri is no URI");
      }
    }
  }
}
