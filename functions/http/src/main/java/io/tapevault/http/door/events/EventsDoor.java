package io.tapevault.http.door.events;

import io.tapevault.event.Ingest;
import io.tapevault.event.Received;
import io.tapevault.event.Refused;
import io.tapevault.http.Decoded;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.HttpResponse;
import io.tapevault.http.Route;
import io.tapevault.http.door.Door;
import io.tapevault.json.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/// Our own door: JSON, an array of it, or NDJSON.
public final class EventsDoor implements Door {

  @Override
  public Route route() {
    return Route.SEND_EVENTS;
  }

  @Override
  public Decoded<List<Received>> decode(HttpRequest request, Instant receivedAt)
      throws IOException {
    return EventBody.read(request.content(), request.header("content-type").orElse(""), receivedAt);
  }

  @Override
  public HttpResponse answer(Ingest.Accepted accepted) {
    return HttpResponse.json(
        200,
        Json.object(json -> {
          json.writeNumberField("accepted", accepted.accepted());
          json.writeNumberField("duplicates", accepted.duplicates());
          json.writeArrayFieldStart("refused");
          for (Ingest.RefusedAt one : accepted.refused()) {
            Refused refused = one.refused();
            json.writeStartObject();
            json.writeNumberField("index", one.index());
            json.writeStringField("uid", refused.uid());
            json.writeStringField("reason", refused.reason().code());
            json.writeStringField("detail", refused.detail());
            json.writeEndObject();
          }
          json.writeEndArray();
        }));
  }
}
