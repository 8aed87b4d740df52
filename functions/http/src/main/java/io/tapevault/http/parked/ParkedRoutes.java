package io.tapevault.http.parked;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tapevault.event.Parking;
import io.tapevault.event.Refused;
import io.tapevault.forwarding.replay.RetryParked;
import io.tapevault.forwarding.replay.RetryParked.Retried;
import io.tapevault.http.Answer;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.HttpResponse;
import io.tapevault.http.Problem;
import io.tapevault.http.Route;
import io.tapevault.http.Routes;
import io.tapevault.http.playback.asked.Parameters;
import io.tapevault.http.playback.asked.Parameters.NotValid;
import io.tapevault.http.playback.audit.Audited;
import io.tapevault.json.Json;
import io.tapevault.search.AuditSearchEvent.What;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Where an operator sees what was parked, and tries it once more.
public final class ParkedRoutes {

  private static final int DEFAULT_LIMIT = 20;
  // Each may have 16 MB, and all of them are in memory.
  private static final int MOST = 100;

  private ParkedRoutes() {}

  /// What is seen.
  public static Routes reading(Parking parking, Audited audited, InstantSource clock) {
    return new Routes()
        .add(Route.PARKED, (request, none) -> list(request, parking, clock))
        .addPair(Route.PARKED_ONE, (request, day, id) -> one(request, parking, audited, day, id));
  }

  /// What is tried once more.
  public static Routes retrying(RetryParked retry) {
    return new Routes()
        .addPair(
            Route.RETRY_PARKED,
            (request, day, id) -> {
              try {
                Parameters.of(request, Set.of(), Set.of());
                return answered(retry.retry(day(day), id));
              } catch (NotValid e) {
                return bad(e);
              }
            });
  }

  private static Answer list(HttpRequest request, Parking parking, InstantSource clock) {
    try {
      Parameters asked = Parameters.of(request, Set.of("day", "limit"), Set.of());
      LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
      LocalDate day = asked.one("day").isEmpty() ? today : day(asked.one("day").get());
      List<Refused> parked = parking.parked(day, asked.limit(DEFAULT_LIMIT, MOST));
      return HttpResponse.json(
          200,
          Json.object(json -> {
            json.writeStringField("day", day.toString());
            json.writeArrayFieldStart("parked");
            for (Refused one : parked) {
              json.writeStartObject();
              write(one, json);
              json.writeEndObject();
            }
            json.writeEndArray();
          }));
    } catch (NotValid e) {
      return bad(e);
    }
  }

  private static Answer one(
      HttpRequest request, Parking parking, Audited audited, String day, String id)
      throws IOException {
    try {
      Parameters.of(request, Set.of(), Set.of());
      Optional<Refused> found = parking.find(day(day), id);
      return found.isEmpty()
          ? unknown()
          : audited.noted(request, What.PARKED, day + "/" + id, () -> whole(found.get()));
    } catch (NotValid e) {
      return bad(e);
    }
  }

  private static HttpResponse whole(Refused parked) {
    return HttpResponse.json(
        200,
        Json.object(json -> {
          write(parked, json);
          content(parked.bytes(), json);
        }));
  }

  private static void write(Refused parked, JsonGenerator json) throws IOException {
    json.writeStringField("id", parked.id());
    json.writeStringField("reason", parked.reason().code());
    json.writeStringField("detail", parked.detail());
    json.writeStringField("uid", parked.uid());
    if (parked.door() != null) {
      json.writeStringField("door", parked.door());
    }
    json.writeNumberField("bytes", parked.bytes().remaining());
  }

  private static void content(ByteBuffer bytes, JsonGenerator json) throws IOException {
    try {
      json.writeStringField("text", UTF_8.newDecoder().decode(bytes.duplicate()).toString());
    } catch (CharacterCodingException e) {
      byte[] all = new byte[bytes.remaining()];
      bytes.duplicate().get(all);
      json.writeStringField("base64", Base64.getEncoder().encodeToString(all));
    }
  }

  private static Answer answered(Retried retried) {
    return switch (retried) {
      case Retried.NotThere none -> unknown();
      case Retried.Asked asked ->
          HttpResponse.json(
              202,
              Json.object(json -> {
                json.writeStringField("outcome", "asked");
                json.writeStringField("sink", asked.sink());
              }));
      case Retried.Stored stored ->
          HttpResponse.json(
              200,
              Json.object(json ->
                  json.writeStringField("outcome", stored.before() ? "duplicate" : "stored")));
      case Retried.StillRefused still ->
          HttpResponse.json(
              200,
              Json.object(json -> {
                json.writeStringField("outcome", "refused");
                json.writeStringField("reason", still.refused().reason().code());
                json.writeStringField("detail", still.refused().detail());
              }));
    };
  }

  private static LocalDate day(String text) throws NotValid {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw new NotValid("a day is such as 2026-03-01");
    }
  }

  private static Problem unknown() {
    return new Problem(
        Problem.Type.UNKNOWN_PARKED, "GET /v1/parked?day=… lists what was parked on a day");
  }

  private static Problem bad(NotValid e) {
    return new Problem(Problem.Type.BAD_PARAMETER, String.valueOf(e.getMessage()));
  }
}
