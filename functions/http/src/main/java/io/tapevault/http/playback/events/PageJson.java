package io.tapevault.http.playback.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventPage;
import io.tapevault.event.StoredEvent;
import io.tapevault.json.FieldValues;
import io.tapevault.json.HarmlessJson;
import io.tapevault.json.Json;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A page of events as JSON: the events as they came in, and a cursor where there are more. In the
/// place of one that is larger than a page stands where it is; what stands there has no `event`.
final class PageJson {

  private PageJson() {}

  /// `cursor` is null on the last page; who follows has one there, too.
  static byte[] write(EventPage page, @Nullable String cursor) {
    return Json.object(json -> {
      json.writeArrayFieldStart("events");
      for (StoredEvent event : page.events()) {
        if (isTooLarge(event)) {
          json.writeRawValue(reference(event));
        } else {
          json.writeRawValue(HarmlessJson.of(event.event().json()));
        }
      }
      json.writeEndArray();
      received(page, json);
      if (cursor != null) {
        json.writeStringField("cursor", cursor);
        if (!page.more()) {
          json.writeBooleanField("more", false);
        }
      }
    });
  }

  /// When those were received that say no time of their own, by their place in the page.
  private static void received(EventPage page, JsonGenerator json) throws IOException {
    boolean some = false;
    for (int i = 0; i < page.events().size(); i++) {
      AuditEvent event = page.events().get(i).event();
      if (isTooLarge(page.events().get(i)) || FieldValues.says(event.json(), "time")) {
        continue;
      }
      if (!some) {
        json.writeObjectFieldStart("received");
        some = true;
      }
      json.writeStringField(Integer.toString(i), event.time().toString());
    }
    if (some) {
      json.writeEndObject();
    }
  }

  static boolean isTooLarge(StoredEvent event) {
    return EventPage.bytes(event.event().json()) > EventPage.MAX_BYTES;
  }

  /// What stands in the place of an event that is too large.
  static String reference(StoredEvent stored) {
    AuditEvent event = stored.event();
    byte[] reference =
        Json.object(json -> {
          json.writeObjectFieldStart("too_large");
          json.writeStringField("href", "/v1/events/" + EventReference.of(stored.key()));
          json.writeNumberField("characters", event.json().length());
          json.writeStringField("event", event.type());
          json.writeStringField("time", event.time().toString());
          json.writeStringField("uid", event.uid());
          json.writeStringField("sid", event.session());
          json.writeEndObject();
        });
    return new String(reference, UTF_8);
  }
}
