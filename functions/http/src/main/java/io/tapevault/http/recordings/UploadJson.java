package io.tapevault.http.recordings;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tapevault.http.HttpResponse;
import io.tapevault.http.Problem;
import io.tapevault.json.Json;
import io.tapevault.recording.UploadTickets.Announced.InParts;
import io.tapevault.recording.UploadTickets.Part;
import io.tapevault.recording.UploadTickets.PartTicket;
import io.tapevault.recording.UploadTickets.There.OtherThere;
import io.tapevault.recording.UploadTickets.There.Stored;
import io.tapevault.recording.UploadTickets.Ticket;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// The answers to a node, which nobody keeps: they hold permissions.
final class UploadJson {

  private UploadJson() {}

  static HttpResponse stored(Stored stored) {
    return answer(json -> stored(json, stored.size(), stored.sha256()));
  }

  static Problem exists(OtherThere other) {
    return new Problem(
        Problem.Type.RECORDING_EXISTS,
        "the first upload wins; what is stored is never replaced: keep yours, and let somebody"
            + " compare the two",
        json -> stored(json, other.size(), other.sha256()));
  }

  static HttpResponse ticket(Ticket ticket) {
    return answer(json -> {
      request(json, ticket);
      json.writeStringField("expires", ticket.expires().toString());
    });
  }

  static HttpResponse parts(InParts parts) {
    return answer(json -> {
      json.writeObjectFieldStart("upload");
      json.writeStringField("id", parts.begun());
      json.writeNumberField("part_size", parts.partSize());
      json.writeArrayFieldStart("parts");
      for (Part part : parts.there()) {
        json.writeStartObject();
        json.writeNumberField("number", part.number());
        json.writeNumberField("size", part.size());
        if (!part.crc64nvme().isEmpty()) {
          json.writeStringField("crc64nvme", part.crc64nvme());
        }
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    });
  }

  static HttpResponse tickets(List<PartTicket> tickets) {
    return answer(json -> {
      json.writeArrayFieldStart("parts");
      for (PartTicket one : tickets) {
        json.writeStartObject();
        json.writeNumberField("number", one.number());
        request(json, one.ticket());
        json.writeEndObject();
      }
      json.writeEndArray();
      Instant first =
          tickets.stream().map(one -> one.ticket().expires()).min(Instant::compareTo).orElseThrow();
      json.writeStringField("expires", first.toString());
    });
  }

  private static void request(JsonGenerator json, Ticket ticket) throws IOException {
    json.writeStringField("method", ticket.method());
    json.writeStringField("url", ticket.url().toString());
    json.writeObjectFieldStart("headers");
    for (Map.Entry<String, String> header : ticket.headers().entrySet()) {
      json.writeStringField(header.getKey(), header.getValue());
    }
    json.writeEndObject();
  }

  private static void stored(JsonGenerator json, long size, String sha256) throws IOException {
    json.writeObjectFieldStart("stored");
    json.writeNumberField("size", size);
    json.writeStringField("sha256", sha256);
    json.writeEndObject();
  }

  private static HttpResponse answer(Json.Members members) {
    return HttpResponse.json(200, Json.object(members)).with("cache-control", "no-store");
  }
}
