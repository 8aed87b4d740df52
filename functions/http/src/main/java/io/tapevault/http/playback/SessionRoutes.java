package io.tapevault.http.playback;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tapevault.alarm.NoRecording;
import io.tapevault.alarm.Register;
import io.tapevault.catalogue.Catalogue;
import io.tapevault.catalogue.Listed;
import io.tapevault.catalogue.Listed.Arrived;
import io.tapevault.catalogue.Listed.State;
import io.tapevault.http.Answer;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.HttpResponse;
import io.tapevault.http.Route;
import io.tapevault.http.Routes;
import io.tapevault.json.Json;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// The list of sessions, with and without recordings.
public final class SessionRoutes {

  private final Catalogue catalogue;
  private final Register register;
  private final InstantSource clock;

  private SessionRoutes(Catalogue catalogue, Register register, InstantSource clock) {
    this.catalogue = catalogue;
    this.register = register;
    this.clock = clock;
  }

  public static Routes of(Catalogue catalogue, Register register, InstantSource clock) {
    SessionRoutes routes = new SessionRoutes(catalogue, register, clock);
    return new Routes().add(Route.SESSIONS, (request, none) -> routes.list(request));
  }

  private Answer list(HttpRequest request) throws IOException {
    Instant now = clock.instant();
    return SessionParameters.of(request, now)
        .answer(asked -> {
          Catalogue.Page page = catalogue.page(asked.query(), asked.after(), asked.limit());
          return HttpResponse.json(200, Json.object(json -> write(json, asked, page, now)));
        });
  }

  private void write(JsonGenerator json, SessionParameters asked, Catalogue.Page page, Instant now)
      throws IOException {
    json.writeArrayFieldStart("sessions");
    for (Listed session : page.sessions()) {
      Optional<NoRecording> none = none(session, now);
      if (asked.none() == null || none.filter(asked.none()::equals).isPresent()) {
        write(json, session, none.map(NoRecording::label).orElse(State.RECORDED.label()));
      }
    }
    json.writeEndArray();
    if (page.next() != null) {
      json.writeStringField("cursor", asked.cursor(page.next()));
    }
  }

  private Optional<NoRecording> none(Listed session, Instant now) {
    return session.recordings().isEmpty()
        ? Optional.of(NoRecording.of(session.sid(), session.told(), register, now))
        : Optional.empty();
  }

  private static void write(JsonGenerator json, Listed session, String state) throws IOException {
    json.writeStartObject();
    json.writeStringField("sid", session.sid());
    json.writeStringField("kind", session.kind().label());
    json.writeStringField("state", state);
    SessionJson.told(json, session.told());
    json.writeArrayFieldStart("recordings");
    for (Arrived one : session.recordings()) {
      write(json, one);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Arrived recording) throws IOException {
    json.writeStartObject();
    json.writeStringField("uploaded", recording.at().toString());
    if (recording.size() > 0) {
      json.writeNumberField("size", recording.size());
    }
    SessionJson.text(json, "sha256", recording.sha256());
    SessionJson.text(json, "format", recording.format());
    json.writeEndObject();
  }
}
