package io.tapevault.http.door.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.CodedOutputStream;
import io.tapevault.event.Ingest;
import io.tapevault.event.Received;
import io.tapevault.http.Answer;
import io.tapevault.http.Decoded;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.HttpResponse;
import io.tapevault.http.door.Door;
import io.tapevault.json.Json;
import io.tapevault.json.Utf8;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// OpenTelemetry's logs over HTTP, as protobuf or JSON. Its clients drop what is answered with
/// another error than 503, so what cannot be read is parked, and the answer says so.
public final class OtlpDoor implements Door {

  private static final String PROTOBUF = "application/x-protobuf";
  private static final String JSON = "application/json";

  @Override
  public String name() {
    return "otlp";
  }

  @Override
  public boolean standsAt(String path) {
    return path.endsWith("/v1/logs");
  }

  @Override
  public Decoded<List<Received>> decode(HttpRequest request, Instant receivedAt)
      throws IOException {
    byte[] body = request.content();
    LogRecords records = new LogRecords(receivedAt);
    if (isJson(request, body)) {
      Utf8.text(ByteBuffer.wrap(body))
          .ifPresentOrElse(
              text -> new JsonRequest(text, records).read(),
              () -> records.refuse("the body is not UTF-8", ByteBuffer.wrap(body)));
    } else {
      ProtobufRequest.read(body, records);
    }
    return Door.bounded(records.events());
  }

  /// The bytes decide, and only where they may be both, what the sender says: a message of this
  /// kind begins with a line feed, which may stand before an object too.
  private static boolean isJson(HttpRequest request, byte[] body) {
    String type = request.header("content-type").orElse("").toLowerCase(Locale.ROOT);
    boolean maybeBoth = body.length == 0 || body[0] <= ' ';
    return maybeBoth ? type.contains("json") : body[0] == '{';
  }

  @Override
  public Answer answer(HttpRequest request, Ingest.Accepted accepted) {
    int rejected = accepted.refused().size();
    String why = rejected == 0 ? "" : "parked: " + accepted.refused().getFirst().refused().detail();
    boolean json =
        request.header("content-type").orElse("").toLowerCase(Locale.ROOT).contains("json");
    return json
        ? HttpResponse.bytes(200, JSON, json(rejected, why))
        : HttpResponse.bytes(200, PROTOBUF, protobuf(rejected, why));
  }

  private static byte[] json(int rejected, String why) {
    return rejected == 0
        ? "{}".getBytes(UTF_8)
        : Json.object(json -> {
          json.writeObjectFieldStart("partialSuccess");
          json.writeStringField("rejectedLogRecords", Integer.toString(rejected));
          json.writeStringField("errorMessage", why);
          json.writeEndObject();
        });
  }

  private static byte[] protobuf(int rejected, String why) {
    if (rejected == 0) {
      return new byte[0];
    }
    try {
      ByteArrayOutputStream partial = new ByteArrayOutputStream();
      CodedOutputStream fields = CodedOutputStream.newInstance(partial);
      fields.writeInt64(1, rejected);
      fields.writeString(2, why);
      fields.flush();
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      CodedOutputStream out = CodedOutputStream.newInstance(answer);
      out.writeByteArray(1, partial.toByteArray());
      out.flush();
      return answer.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
