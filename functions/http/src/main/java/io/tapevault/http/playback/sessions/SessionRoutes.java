package io.tapevault.http.playback.sessions;

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
import io.tapevault.http.playback.audit.NotedSearch;
import io.tapevault.json.Json;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// The list of sessions, with and without recordings.
public final class SessionRoutes {

  private final Catalogue catalogue;
  private final Register register;
  private final NotedSearch search;
  private final InstantSource clock;

  private SessionRoutes(
      Catalogue catalogue, Register register, NotedSearch search, InstantSource clock) {
    this.catalogue = catalogue;
    this.register = register;
    this.search = search;
    this.clock = clock;
  }

  public static Routes of(
      Catalogue catalogue, Register register, NotedSearch search, InstantSource clock) {
    SessionRoutes routes = new SessionRoutes(catalogue, register, search, clock);
    return new Routes().add(Route.SESSIONS, (request, none) -> routes.list(request));
  }

  private Answer list(HttpRequest request) throws IOException {
    Instant now = clock.instant();
    return SessionParameters.of(request, search.audited().cursors(), now)
        .answer(asked -> {
          SessionParameters.Texts texts = asked.texts();
          if (texts != null) {
            return withText(request, asked, texts);
          }
          Catalogue.Page page = catalogue.page(asked.query(), asked.after(), asked.limit());
          String next =
              page.next() == null
                  ? ""
                  : cursor(request, asked, SessionParameters.text(page.next()));
          return HttpResponse.json(
              200, Json.object(json -> write(json, asked, page.sessions(), next, now)));
        });
  }

  private String cursor(HttpRequest request, SessionParameters asked, String place) {
    return search.audited().cursors().cursor(asked.question(), request.caller(), place);
  }

  /// Those of the sessions in whose transcripts the words stand; how many of them the catalogue
  /// does not want is not known before.
  private Answer withText(
      HttpRequest request, SessionParameters asked, SessionParameters.Texts texts) {
    Instant now = clock.instant();
    int limit = Math.min(asked.limit(), WordParameters.MAX_LIMIT);
    return search
        .find(request, texts.asked(), texts.after(), limit)
        .<Answer>map(page -> {
          List<Listed> sessions =
              page.hits().stream()
                  .flatMap(hit -> catalogue.find(hit.session().sid().value()).stream())
                  .map(Catalogue.Entry::session)
                  .filter(asked.query()::wants)
                  .toList();
          String next = page.next().isEmpty() ? "" : cursor(request, asked, page.next());
          return HttpResponse.json(
              200, Json.object(json -> write(json, asked, sessions, next, now)));
        })
        .orElseGet(WordParameters::badCursor);
  }

  private void write(
      JsonGenerator json, SessionParameters asked, List<Listed> sessions, String next, Instant now)
      throws IOException {
    json.writeArrayFieldStart("sessions");
    for (Listed session : sessions) {
      Optional<NoRecording> none = none(session, now);
      if (asked.none() == null || none.filter(asked.none()::equals).isPresent()) {
        write(json, session, none.map(NoRecording::label).orElse(State.RECORDED.label()));
      }
    }
    json.writeEndArray();
    SessionJson.text(json, "cursor", next);
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
