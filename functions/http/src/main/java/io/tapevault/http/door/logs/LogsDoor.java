package io.tapevault.http.door.logs;

import io.tapevault.event.Ingest;
import io.tapevault.event.Received;
import io.tapevault.http.Answer;
import io.tapevault.http.Decoded;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.HttpResponse;
import io.tapevault.http.door.Door;
import io.tapevault.http.door.Foreign;
import io.tapevault.http.door.Foreign.Kind;
import io.tapevault.http.door.FormData;
import io.tapevault.http.door.Records;
import io.tapevault.json.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/// What Fluent Bit, Fluentd, Vector, syslog-ng and rsyslog send over HTTP: an array, objects, or
/// lines, whatever the content type says.
///
/// Two lines of text that are alike are two events, so that a line that is sent again is there
/// twice: nobody can tell it from another.
public final class LogsDoor implements Door {

  @Override
  public String name() {
    return "logs";
  }

  @Override
  public boolean standsAt(String path) {
    return path.equals("/logs");
  }

  @Override
  public Decoded<List<Received>> decode(HttpRequest request, Instant receivedAt)
      throws IOException {
    if (MessagePack.is(request.header("content-type").orElse(""), request.content())) {
      return Decoded.of(MessagePack.refused(request.content()));
    }
    Records records =
        new Records(
            new Foreign("log", receivedAt),
            new Kind("log.record", "TVD06I", null, null),
            new Kind("log.line", "TVD07I", null, receivedAt.toString()));
    records.read(FormData.content(request));
    return Door.bounded(records.events());
  }

  @Override
  public Answer answer(HttpRequest request, Ingest.Accepted accepted) {
    return HttpResponse.bytes(200, "application/json", said(accepted));
  }

  /// Nothing where all is well. Fluent Bit logs what it is answered; most others do not look.
  private static byte[] said(Ingest.Accepted accepted) {
    return accepted.refused().isEmpty()
        ? new byte[0]
        : Json.object(json -> {
          json.writeNumberField("parked", accepted.refused().size());
          json.writeStringField("detail", accepted.refused().getFirst().refused().detail());
        });
  }
}
