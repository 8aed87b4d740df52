package io.tapevault.catalogue;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tapevault.catalogue.Listed.Arrived;
import io.tapevault.catalogue.Listed.Kind;
import io.tapevault.json.EventFields;
import io.tapevault.json.Json;
import io.tapevault.session.Session;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A listed session as the text that is kept of it.
public final class ListedJson {

  private static final int MOST = 1_000;
  private static final Set<String> FIELDS =
      Set.of(
          "sid",
          "at",
          "kind",
          "user",
          "login",
          "server",
          "cluster",
          "proto",
          "start",
          "end",
          "not_recorded",
          "partial");
  private static final Set<String> RECORDING = Set.of("at", "size", "sha256", "format");

  private ListedJson() {}

  public static String write(Listed session) {
    Session told = session.told();
    return text(json -> {
      json.writeStringField("sid", session.sid());
      json.writeStringField("at", session.at().toString());
      json.writeStringField("kind", session.kind().name());
      json.writeStringField("user", told.user());
      json.writeStringField("login", told.login());
      json.writeStringField("server", told.server());
      json.writeStringField("cluster", told.cluster());
      json.writeStringField("proto", told.protocol());
      time(json, "start", told.start());
      time(json, "end", told.end());
      json.writeBooleanField("not_recorded", told.notRecorded());
      json.writeBooleanField("partial", told.partial());
      texts(json, "participants", told.participants());
      texts(json, "recordings", session.recordings().stream().map(ListedJson::recording).toList());
    });
  }

  // A text in the text, which the reader of events' fields reads too.
  private static String recording(Arrived recording) {
    return text(json -> {
      json.writeStringField("at", recording.at().toString());
      json.writeNumberField("size", recording.size());
      json.writeStringField("sha256", recording.sha256());
      json.writeStringField("format", recording.format());
    });
  }

  private static String text(Json.Members members) {
    return new String(Json.object(members), UTF_8);
  }

  private static void time(JsonGenerator json, String name, @Nullable Instant time)
      throws IOException {
    if (time != null) {
      json.writeStringField(name, time.toString());
    }
  }

  private static void texts(JsonGenerator json, String name, List<String> texts)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }

  /// Of what [#write] has written.
  public static Listed read(String text) {
    Map<String, String> fields = EventFields.of(text, FIELDS);
    Session told =
        new Session(
            field(fields, "user"),
            field(fields, "login"),
            field(fields, "server"),
            field(fields, "cluster"),
            field(fields, "proto"),
            time(fields.get("start")),
            time(fields.get("end")),
            EventFields.texts(text, "participants", MOST),
            field(fields, "not_recorded").equals("true"),
            field(fields, "partial").equals("true"));
    return new Listed(
        field(fields, "sid"),
        Instant.parse(field(fields, "at")),
        Kind.valueOf(field(fields, "kind")),
        told,
        EventFields.texts(text, "recordings", MOST).stream().map(ListedJson::arrived).toList());
  }

  private static Arrived arrived(String text) {
    Map<String, String> fields = EventFields.of(text, RECORDING);
    return new Arrived(
        Instant.parse(field(fields, "at")),
        Long.parseLong(field(fields, "size")),
        field(fields, "sha256"),
        field(fields, "format"));
  }

  private static String field(Map<String, String> fields, String name) {
    return fields.getOrDefault(name, "");
  }

  private static @Nullable Instant time(@Nullable String text) {
    return text == null ? null : Instant.parse(text);
  }
}
