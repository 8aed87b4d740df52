package io.tapevault.http.door.hec;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.event.Ingest;
import io.tapevault.event.Received;
import io.tapevault.http.Answer;
import io.tapevault.http.Decoded;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.HttpResponse;
import io.tapevault.http.Problem;
import io.tapevault.http.door.Door;
import io.tapevault.http.door.JsonMembers;
import io.tapevault.json.Json;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Splunk's HTTP Event Collector: `/event`, `/raw`, `/health` and `/ack`, in its codes and texts.
///
/// What it answers with 200 is durable, so an acknowledgement that is asked for is always there.
public final class HecDoor implements Door {

  private static final Pattern PATH =
      Pattern.compile("(?:/.*)?/services/collector(?:/(event|raw|health|ack))?(?:/1\\.0)?/?");

  private static final String NO_DATA = "No data";

  private final InstantSource clock;
  private final AtomicLong requests = new AtomicLong();

  public HecDoor(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public String name() {
    return "hec";
  }

  @Override
  public boolean standsAt(String path) {
    return PATH.matcher(path).matches();
  }

  private static String service(HttpRequest request) {
    Matcher path = PATH.matcher(request.path());
    return path.matches() && path.group(1) != null ? path.group(1) : "event";
  }

  @Override
  public Optional<Answer> answerAlone(HttpRequest request) throws IOException {
    return switch (service(request)) {
      case "health" -> Optional.of(said(200, "HEC is healthy", 17));
      case "ack" -> Optional.of(acknowledged(request));
      default -> Optional.empty();
    };
  }

  private static Answer acknowledged(HttpRequest request) throws IOException {
    if (channel(request).isEmpty()) {
      return said(400, "Data channel is missing", 10);
    }
    Optional<JsonMembers.Value> asked =
        JsonMembers.of(new String(request.content(), UTF_8)).flatMap(body -> body.get("acks"));
    if (asked.isEmpty()) {
      return said(400, "Invalid data format", 6);
    }
    return HttpResponse.json(
        200,
        Json.object(json -> {
          json.writeObjectFieldStart("acks");
          for (String id : numbers(asked.get().json())) {
            json.writeBooleanField(id, true);
          }
          json.writeEndObject();
        }));
  }

  private static List<String> numbers(String array) {
    return Pattern.compile("[0-9]{1,18}")
        .matcher(array)
        .results()
        .map(found -> found.group())
        .distinct()
        .toList();
  }

  private static Optional<String> channel(HttpRequest request) {
    return request
        .header("x-splunk-request-channel")
        .or(() -> request.parameter("channel"))
        .filter(channel -> !channel.isBlank());
  }

  @Override
  public Decoded<List<Received>> decode(HttpRequest request, Instant receivedAt)
      throws IOException {
    byte[] body = request.content();
    List<Received> events =
        service(request).equals("raw")
            ? RawEvents.read(body, request, receivedAt)
            : HecEvents.read(body, receivedAt);
    return events.isEmpty()
        ? Decoded.problem(Problem.Type.NOT_JSON, NO_DATA)
        : Door.bounded(events);
  }

  @Override
  public Answer answer(HttpRequest request, Ingest.Accepted accepted) {
    boolean numbered = channel(request).isPresent();
    return HttpResponse.json(
        200,
        Json.object(json -> {
          json.writeStringField("text", "Success");
          json.writeNumberField("code", 0);
          if (numbered) {
            json.writeNumberField("ackId", nextId());
          }
        }));
  }

  // A process that begins anew gives no number a second time.
  private long nextId() {
    return clock.millis() * 1000 + requests.getAndIncrement() % 1000;
  }

  @Override
  public Answer trouble(HttpRequest request, Problem problem) {
    return problem.detail().equals(NO_DATA)
        ? said(400, NO_DATA, 5)
        : problem.type() == Problem.Type.UNAVAILABLE
            ? said(503, "Server is busy", 9).with("retry-after", "2")
            : problem;
  }

  private static HttpResponse said(int status, String text, int code) {
    return HttpResponse.json(
        status,
        Json.object(json -> {
          json.writeStringField("text", text);
          json.writeNumberField("code", code);
        }));
  }
}
