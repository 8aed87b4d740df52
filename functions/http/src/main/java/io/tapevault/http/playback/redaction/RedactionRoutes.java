package io.tapevault.http.playback.redaction;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tapevault.http.Answer;
import io.tapevault.http.Decoded;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.HttpResponse;
import io.tapevault.http.Problem;
import io.tapevault.http.Route;
import io.tapevault.http.Routes;
import io.tapevault.http.playback.asked.OfSession;
import io.tapevault.http.playback.watch.NotShown;
import io.tapevault.json.Json;
import io.tapevault.recording.SessionId;
import io.tapevault.recording.masking.Mask.Span;
import io.tapevault.redaction.Redaction;
import io.tapevault.redaction.Redactions;
import io.tapevault.session.Redact;
import io.tapevault.session.Redact.Outcome;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.List;

/// Where something of a recording is hidden, and where that is told. The texts that are hidden are
/// told to nobody.
public final class RedactionRoutes {

  private final Redact redact;
  private final InstantSource clock;

  private RedactionRoutes(Redact redact, InstantSource clock) {
    this.redact = redact;
    this.clock = clock;
  }

  public static Routes of(Redact redact, InstantSource clock) {
    RedactionRoutes routes = new RedactionRoutes(redact, clock);
    return new Routes()
        .add(Route.REDACT, OfSession.of(routes::add))
        .add(Route.REDACTIONS, OfSession.of(routes::list));
  }

  private Answer add(HttpRequest request, SessionId sid) throws IOException {
    Decoded<Redaction> redaction =
        RedactionRequest.read(
            new String(request.content(), UTF_8), request.caller(), clock.instant());
    return redaction.answer(one -> answer(redact.redact(sid, one)));
  }

  private static Answer answer(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Redacted(var numbered) ->
          HttpResponse.json(
              200, Json.object(json -> members(json, numbered.number(), numbered.redaction())));
      case Outcome.NoRecording() -> NotShown.noRecording();
      case Outcome.TooMany() ->
          new Problem(
              Problem.Type.BAD_REDACTION,
              "this session has its " + Redactions.MOST + " redactions, and can have no more");
    };
  }

  private Answer list(HttpRequest request, SessionId sid) throws IOException {
    List<Redaction> all = redact.of(sid);
    return HttpResponse.json(
        200,
        Json.object(json -> {
          json.writeArrayFieldStart("redactions");
          for (int i = 0; i < all.size(); i++) {
            json.writeStartObject();
            members(json, i + 1, all.get(i));
            json.writeEndObject();
          }
          json.writeEndArray();
        }));
  }

  private static void members(JsonGenerator json, int number, Redaction redaction)
      throws IOException {
    json.writeNumberField("number", number);
    json.writeStringField("by", redaction.by());
    json.writeStringField("reason", redaction.reason());
    json.writeStringField("at", redaction.at().toString());
    json.writeArrayFieldStart("spans");
    for (Span span : redaction.mask().spans()) {
      json.writeStartObject();
      json.writeNumberField("from", BigDecimal.valueOf(span.from(), 3));
      json.writeNumberField("to", BigDecimal.valueOf(span.to(), 3));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberField("texts", redaction.mask().texts().size());
  }
}
