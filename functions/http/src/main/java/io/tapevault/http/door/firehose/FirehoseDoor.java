package io.tapevault.http.door.firehose;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.event.Ingest;
import io.tapevault.event.Received;
import io.tapevault.http.Answer;
import io.tapevault.http.Decoded;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.HttpResponse;
import io.tapevault.http.Problem;
import io.tapevault.http.door.Door;
import io.tapevault.http.door.Foreign;
import io.tapevault.http.door.JsonMembers;
import io.tapevault.json.Json;
import io.tapevault.json.Malformed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Amazon Data Firehose, with this vault as its HTTP endpoint. It wants its request's id back, and
/// repeats what is not answered with exactly that for hours.
public final class FirehoseDoor implements Door {

  private static final String ID = "x-amz-firehose-request-id";
  private static final int LONGEST_ID = 200;

  private final InstantSource clock;

  public FirehoseDoor(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public String name() {
    return "firehose";
  }

  @Override
  public boolean standsAt(String path) {
    return path.equals("/firehose");
  }

  @Override
  public Decoded<List<Received>> decode(HttpRequest request, Instant receivedAt)
      throws IOException {
    byte[] body = request.content();
    Optional<JsonMembers.Value> records =
        JsonMembers.of(new String(body, UTF_8)).flatMap(members -> members.get("records"));
    if (records.isEmpty()) {
      return Decoded.of(
          List.of(Foreign.notJson("there are no 'records' in this", ByteBuffer.wrap(body))));
    }
    List<Received> refused = new ArrayList<>();
    RecordData data = new RecordData(receivedAt, refused);
    try {
      data.read(records.get().json());
    } catch (Malformed e) {
      refused.add(Foreign.notJson(String.valueOf(e.getMessage()), ByteBuffer.wrap(body)));
    }
    refused.addAll(data.events());
    return Door.bounded(refused);
  }

  @Override
  public Answer answer(HttpRequest request, Ingest.Accepted accepted) {
    return said(request, 200, "");
  }

  @Override
  public Answer trouble(HttpRequest request, Problem problem) {
    HttpResponse said = said(request, problem.type().status(), problem.detail());
    return problem.type() == Problem.Type.UNAVAILABLE ? said.with("retry-after", "2") : said;
  }

  private HttpResponse said(HttpRequest request, int status, String trouble) {
    String id = request.header(ID).orElse("");
    return HttpResponse.json(
        status,
        Json.object(json -> {
          json.writeStringField("requestId", id.substring(0, Math.min(id.length(), LONGEST_ID)));
          json.writeNumberField("timestamp", clock.millis());
          if (!trouble.isEmpty()) {
            json.writeStringField("errorMessage", trouble);
          }
        }));
  }
}
