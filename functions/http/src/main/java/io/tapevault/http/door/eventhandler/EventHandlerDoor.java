package io.tapevault.http.door.eventhandler;

import io.tapevault.event.Ingest;
import io.tapevault.event.Received;
import io.tapevault.http.Answer;
import io.tapevault.http.Decoded;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.HttpResponse;
import io.tapevault.http.door.Door;
import io.tapevault.json.EventJson;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/// teleport-event-handler: one event a request, to `…/events.log` or `…/session.<sid>.log`.
///
/// Anything but exactly 200 makes it send the same again, and end after the sixth time: what an
/// event says is never a reason for that.
public final class EventHandlerDoor implements Door {

  @Override
  public String name() {
    return "event-handler";
  }

  @Override
  public boolean standsAt(String path) {
    return path.endsWith(".log");
  }

  @Override
  public Decoded<List<Received>> decode(HttpRequest request, Instant receivedAt)
      throws IOException {
    return Decoded.of(List.of(EventJson.read(request.content(), receivedAt)));
  }

  @Override
  public Answer answer(HttpRequest request, Ingest.Accepted accepted) {
    return HttpResponse.bytes(200, "application/json", new byte[0]);
  }
}
