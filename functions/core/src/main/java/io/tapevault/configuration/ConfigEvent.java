package io.tapevault.configuration;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tapevault.configuration.Configuration.Version;
import io.tapevault.configuration.Written.Change;
import io.tapevault.event.AuditEvent;
import io.tapevault.event.Refused;
import io.tapevault.event.Sha256;
import io.tapevault.json.EventJson;
import io.tapevault.json.Json;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The events about settings. Of one version they are the same, whoever makes them and how often.
final class ConfigEvent {

  private ConfigEvent() {}

  /// `restart` are those of the changed settings that are taken up at a start only.
  static AuditEvent change(
      Version version, String before, List<Change> changes, Set<String> restart) {
    return event(
        "tapevault.config.change",
        "TVC01I",
        version,
        json -> {
          json.writeStringField("previous", before);
          json.writeArrayFieldStart("changed");
          for (Change change : changes) {
            json.writeStartObject();
            json.writeStringField("name", change.name());
            text(json, "from", change.from());
            text(json, "to", change.to());
            json.writeEndObject();
          }
          json.writeEndArray();
          texts(json, "waits_for_restart", restart);
        });
  }

  /// A document was not taken, for these faults.
  static AuditEvent refused(Version version, List<String> faults) {
    return event(
        "tapevault.config.refused", "TVC02W", version, json -> texts(json, "faults", faults));
  }

  private static AuditEvent event(String type, String code, Version version, Json.Members more) {
    String sha256 = Sha256.ofText(version.document());
    String identity = type + '/' + version.id() + '/' + sha256;
    byte[] json =
        Json.object(event -> {
          event.writeStringField("event", type);
          event.writeStringField("code", code);
          event.writeStringField(
              "uid", UUID.nameUUIDFromBytes(identity.getBytes(UTF_8)).toString());
          event.writeStringField("time", version.since().toString());
          text(event, "user", version.by());
          event.writeStringField("version", version.id());
          event.writeStringField("sha256", sha256);
          more.writeTo(event);
        });
    return switch (EventJson.read(json, version.since())) {
      case AuditEvent event -> event;
      case Refused refused ->
          throw new IllegalStateException(type + " is no event: " + refused.detail());
    };
  }

  private static void text(JsonGenerator json, String name, @Nullable String value)
      throws IOException {
    if (value != null) {
      json.writeStringField(name, value);
    }
  }

  private static void texts(JsonGenerator json, String name, Iterable<String> values)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }
}
