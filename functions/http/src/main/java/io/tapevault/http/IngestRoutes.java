package io.tapevault.http;

import io.tapevault.event.Ingest;
import io.tapevault.event.Refused;
import io.tapevault.json.Json;
import io.tapevault.recording.SessionId;
import io.tapevault.recording.UploadTickets;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/// What nodes and shippers send to: events, and announcements of recordings.
public final class IngestRoutes {

  private static final int MAX_EVENT_BODY = 16 << 20;
  private static final int MAX_UPLOAD_BODY = 4 << 10;

  private final Ingest ingest;
  private final UploadTickets tickets;
  private final InstantSource clock;

  private IngestRoutes(Ingest ingest, UploadTickets tickets, InstantSource clock) {
    this.ingest = ingest;
    this.tickets = tickets;
    this.clock = clock;
  }

  public static Routes of(Ingest ingest, UploadTickets tickets, InstantSource clock) {
    IngestRoutes routes = new IngestRoutes(ingest, tickets, clock);
    return new Routes()
        .add("POST", "/v1/events", routes::events)
        .add("POST", "/v1/recordings/{sid}/uploads", routes::upload);
  }

  private Answer events(HttpRequest request, String none) throws IOException {
    return switch (RequestBody.read(request, MAX_EVENT_BODY)) {
      case Problem problem -> problem;
      case RequestBody.Bytes body ->
          switch (EventBody.read(
              body.bytes(), request.header("content-type").orElse(""), clock.instant())) {
            case Problem problem -> problem;
            case EventBody.Events events -> accepted(ingest.accept(events.events()), request.id());
          };
    };
  }

  private static HttpResponse accepted(Ingest.Accepted accepted, String requestId) {
    if (accepted.conflicts() > 0) {
      Log.warn(
          requestId,
          accepted.conflicts()
              + " events contradict earlier events of the same uid; both are kept");
    }
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

  private Answer upload(HttpRequest request, String sid) throws IOException {
    Optional<SessionId> session = SessionId.parse(sid);
    if (session.isEmpty()) {
      return Problem.badSessionId();
    }
    return switch (RequestBody.read(request, MAX_UPLOAD_BODY)) {
      case Problem problem -> problem;
      case RequestBody.Bytes body ->
          switch (UploadBody.read(session.get(), body.bytes())) {
            case Problem problem -> problem;
            case UploadBody.Announced announced -> ticket(tickets.ticket(announced.upload()));
          };
    };
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
