package io.tapevault.http.door.events;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tapevault.event.Ingest;
import io.tapevault.event.Received;
import io.tapevault.event.Refused;
import io.tapevault.http.Decoded;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.HttpResponse;
import io.tapevault.http.Problem;
import io.tapevault.http.Route;
import io.tapevault.http.door.Door;
import io.tapevault.http.door.FormData;
import io.tapevault.json.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.function.IntSupplier;

/// Our own door: JSON, an array of it, or NDJSON.
public final class EventsDoor implements Door {

  private static final long MOST_LISTED = 1_000_000;
  // As "\\u001b", where the answer is a text in JSON.
  private static final long MOST_A_CHARACTER = 7;

  private final IntSupplier most;

  public EventsDoor() {
    this(() -> EventBody.MAX_EVENTS);
  }

  /// `most` is how many events a request may hold at this moment, below what is possible at all.
  public EventsDoor(IntSupplier most) {
    this.most = most;
  }

  @Override
  public String name() {
    return "events";
  }

  @Override
  public boolean standsAt(String path) {
    return path.equals(Route.SEND_EVENTS.path());
  }

  @Override
  public Decoded<List<Received>> decode(HttpRequest request, Instant receivedAt)
      throws IOException {
    Decoded<List<Received>> decoded =
        EventBody.read(
            FormData.content(request), request.header("content-type").orElse(""), receivedAt);
    int limit = most.getAsInt();
    return decoded instanceof Decoded.Understood<List<Received>>(List<Received> events)
            && events.size() > limit
        ? Decoded.problem(
            Problem.Type.TOO_MANY_EVENTS,
            "the body holds more than "
                + limit
                + " events, as limits.events_per_request says; send it in smaller pieces")
        : decoded;
  }

  @Override
  public HttpResponse answer(HttpRequest request, Ingest.Accepted accepted) {
    return HttpResponse.json(
        200,
        Json.object(json -> {
          json.writeNumberField("accepted", accepted.accepted());
          json.writeNumberField("duplicates", accepted.duplicates());
          json.writeArrayFieldStart("refused");
          List<Ingest.RefusedAt> refused = accepted.refused();
          int listed = 0;
          for (long bytes = 0; listed < refused.size() && bytes < MOST_LISTED; listed++) {
            bytes += write(refused.get(listed), json);
          }
          json.writeEndArray();
          if (listed < refused.size()) {
            json.writeNumberField("refused_not_listed", refused.size() - listed);
          }
        }));
  }

  /// Answers how many bytes that takes, about.
  private static long write(Ingest.RefusedAt one, JsonGenerator json) throws IOException {
    Refused refused = one.refused();
    json.writeStartObject();
    json.writeNumberField("index", one.index());
    json.writeStringField("uid", refused.uid());
    json.writeStringField("reason", refused.reason().code());
    json.writeStringField("detail", refused.detail());
    json.writeEndObject();
    String uid = refused.uid() == null ? "" : refused.uid();
    return 100 + MOST_A_CHARACTER * (uid.length() + refused.detail().length());
  }
}
