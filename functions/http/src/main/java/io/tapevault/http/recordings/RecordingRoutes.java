package io.tapevault.http.recordings;

import io.tapevault.http.Answer;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.HttpResponse;
import io.tapevault.http.Problem;
import io.tapevault.http.Route;
import io.tapevault.http.Routes;
import io.tapevault.json.Json;
import io.tapevault.recording.SessionId;
import io.tapevault.recording.UploadTickets;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/// Where nodes announce a recording, and get a ticket to upload it with.
public final class RecordingRoutes {

  private RecordingRoutes() {}

  public static Routes of(UploadTickets tickets) {
    return new Routes()
        .add(Route.ANNOUNCE_RECORDING, (request, sid) -> announced(request, sid, tickets));
  }

  private static Answer announced(HttpRequest request, String sid, UploadTickets tickets)
      throws IOException {
    Optional<SessionId> session = SessionId.parse(sid);
    if (session.isEmpty()) {
      return Problem.badSessionId();
    }
    return UploadBody.read(session.get(), request.content())
        .answer(upload -> ticket(tickets.ticket(upload)));
  }

  private static HttpResponse ticket(UploadTickets.Ticket ticket) {
    return HttpResponse.json(
            200,
            Json.object(json -> {
              json.writeStringField("method", ticket.method());
              json.writeStringField("url", ticket.url().toString());
              json.writeObjectFieldStart("headers");
              for (Map.Entry<String, String> header : ticket.headers().entrySet()) {
                json.writeStringField(header.getKey(), header.getValue());
              }
              json.writeEndObject();
              json.writeStringField("expires", ticket.expires().toString());
            }))
        .with("cache-control", "no-store");
  }
}
