package io.tapevault.http.playback.shares;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tapevault.http.Answer;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.HttpResponse;
import io.tapevault.http.Problem;
import io.tapevault.http.Route;
import io.tapevault.http.Routes;
import io.tapevault.http.playback.asked.OfSession;
import io.tapevault.http.playback.asked.Why;
import io.tapevault.http.playback.watch.NotShown;
import io.tapevault.json.EventFields;
import io.tapevault.json.Json;
import io.tapevault.recording.SessionId;
import io.tapevault.session.Playback;
import io.tapevault.settings.Durations;
import io.tapevault.share.Share;
import io.tapevault.share.Share.Said;
import io.tapevault.share.Shares;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Where links to recordings are made, told and taken back, for who has an account.
public final class ShareRoutes {

  private static final Set<String> MEMBERS = Set.of("by", "reason", "expires_in");
  private static final String USUAL = "7d";
  private static final Duration SHORTEST = Duration.ofMinutes(1);

  private final Shares shares;
  private final Playback playback;
  private final InstantSource clock;

  private ShareRoutes(Shares shares, Playback playback, InstantSource clock) {
    this.shares = shares;
    this.playback = playback;
    this.clock = clock;
  }

  public static Routes of(Shares shares, Playback playback, InstantSource clock) {
    ShareRoutes routes = new ShareRoutes(shares, playback, clock);
    return new Routes()
        .add(Route.SHARE, OfSession.of(routes::create))
        .add(Route.SHARES, OfSession.of(routes::list))
        .addPair(Route.REVOKE_SHARE, routes::revoke);
  }

  private Answer create(HttpRequest request, SessionId sid) throws IOException {
    Optional<Map<String, String>> body = body(request);
    if (body.isEmpty()) {
      return notJson();
    }
    Why why = why(request, body.get());
    if (!why.fault().isEmpty()) {
      return bad(why.fault());
    }
    Optional<Duration> validity = validity(body.get().getOrDefault("expires_in", USUAL));
    if (validity.isEmpty()) {
      return bad("'expires_in' is a duration from 1m to 30d, such as 24h");
    }
    return switch (playback.cast(sid, true)) {
      case Playback.Shown.NoRecording none -> NotShown.noRecording();
      case Playback.Shown.NotWhole it -> NotShown.of(it.verdict());
      case Playback.Shown.Cast _, Playback.Shown.NotYet _ ->
          shares
              .create(sid, new Said(why.by(), why.reason(), clock.instant()), validity.get())
              .<Answer>map(created -> answer(request, created))
              .orElseGet(() ->
                  bad("there are " + Shares.MOST + " open shares: revoke one that nobody needs"));
    };
  }

  private static Optional<Duration> validity(String text) {
    try {
      return Optional.of(Durations.parse(text))
          .filter(one -> one.compareTo(SHORTEST) >= 0 && one.compareTo(Shares.LONGEST) <= 0);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static HttpResponse answer(HttpRequest request, Shares.Created created) {
    String url = request.origin().vault() + "/share/" + created.word();
    return HttpResponse.json(
            200,
            Json.object(json -> {
              json.writeStringField("id", created.share().id());
              json.writeStringField("url", url);
              json.writeStringField("expires", created.share().expires().toString());
            }))
        .with("cache-control", "no-store");
  }

  private Answer list(HttpRequest request, SessionId sid) {
    Instant now = clock.instant();
    return HttpResponse.json(
        200,
        Json.object(json -> {
          json.writeArrayFieldStart("shares");
          for (Share share : shares.of(sid)) {
            write(json, share, now);
          }
          json.writeEndArray();
        }));
  }

  private Answer revoke(HttpRequest request, String encoded, String id) throws IOException {
    Optional<SessionId> sid = SessionId.parse(encoded);
    Optional<Map<String, String>> body = body(request);
    if (sid.isEmpty()) {
      return Problem.badSessionId();
    }
    if (body.isEmpty()) {
      return notJson();
    }
    Why why = why(request, body.get());
    if (!why.fault().isEmpty()) {
      return bad(why.fault());
    }
    Instant now = clock.instant();
    return shares
        .revoke(sid.get(), id, new Said(why.by(), why.reason(), now))
        .<Answer>map(
            share -> HttpResponse.json(200, Json.object(json -> members(json, share, now))))
        .orElseGet(() ->
            new Problem(
                Problem.Type.UNKNOWN_SHARE,
                "the session has no share of this id, or has it no more"));
  }

  private static void write(JsonGenerator json, Share share, Instant now) throws IOException {
    json.writeStartObject();
    members(json, share, now);
    json.writeEndObject();
  }

  private static void members(JsonGenerator json, Share share, Instant now) throws IOException {
    json.writeStringField("id", share.id());
    json.writeStringField("sid", share.sid().value());
    json.writeStringField("state", state(share, now));
    json.writeStringField("expires", share.expires().toString());
    said(json, "created", share.created());
    if (share.revoked() != null) {
      said(json, "revoked", share.revoked());
    }
  }

  private static String state(Share share, Instant now) {
    return share.revoked() != null ? "revoked" : share.isOpen(now) ? "open" : "expired";
  }

  private static void said(JsonGenerator json, String what, Said said) throws IOException {
    json.writeObjectFieldStart(what);
    json.writeStringField("by", said.by());
    json.writeStringField("reason", said.reason());
    json.writeStringField("at", said.at().toString());
    json.writeEndObject();
  }

  private static Optional<Map<String, String>> body(HttpRequest request) throws IOException {
    return EventFields.parse(new String(request.content(), UTF_8), MEMBERS);
  }

  private static Why why(HttpRequest request, Map<String, String> body) {
    return Why.of(request.caller(), body.getOrDefault("by", ""), body.getOrDefault("reason", ""));
  }

  private static Problem notJson() {
    return new Problem(
        Problem.Type.NOT_JSON, "the body is not one JSON object with 'reason', 'by', 'expires_in'");
  }

  private static Problem bad(String detail) {
    return new Problem(Problem.Type.BAD_SHARE, detail);
  }
}
