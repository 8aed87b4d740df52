package io.tapevault.http.door.cloudevents;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.event.Ingest;
import io.tapevault.event.Received;
import io.tapevault.http.Answer;
import io.tapevault.http.Decoded;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.HttpResponse;
import io.tapevault.http.door.Door;
import io.tapevault.http.door.Foreign;
import io.tapevault.http.door.Foreign.Kind;
import io.tapevault.http.door.Foreign.Teleports;
import io.tapevault.http.door.JsonMembers;
import io.tapevault.http.door.ShippedTime;
import io.tapevault.http.door.Splitter;
import io.tapevault.json.Utf8;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// CloudEvents 1.0: structured and batched as JSON, and binary, with their attributes in headers.
public final class CloudEventsDoor implements Door {

  @Override
  public String name() {
    return "cloudevents";
  }

  @Override
  public boolean standsAt(String path) {
    return path.equals("/cloudevents") || path.equals("/ce");
  }

  @Override
  public Decoded<List<Received>> decode(HttpRequest request, Instant receivedAt)
      throws IOException {
    byte[] body = request.content();
    Foreign foreign = new Foreign("cloudevent", receivedAt);
    if (request.header("ce-specversion").isPresent()) {
      return Decoded.of(
          List.of(event(InHeaders.json(request, body), ByteBuffer.wrap(body), foreign)));
    }
    Splitter.Split split = Splitter.values(body, MOST_EVENTS);
    List<Received> events = new ArrayList<>();
    for (ByteBuffer value : split.values()) {
      Optional<String> text = Utf8.text(value);
      events.add(
          text.isPresent()
              ? event(text.get(), value, foreign)
              : Foreign.notJson("this is not UTF-8", value));
    }
    Foreign.behind(split, body).ifPresent(events::add);
    return Door.bounded(events);
  }

  /// What it carries is the event where it is Teleport's; else it is one itself.
  private static Received event(String json, ByteBuffer sent, Foreign foreign) {
    Optional<JsonMembers> members = JsonMembers.of(json);
    if (members.isEmpty()) {
      return Foreign.notJson("this is no JSON object", sent);
    }
    Instant time = members.get().get("time").map(ShippedTime::of).orElse(null);
    Optional<Teleports> teleports = members.get().get("data").flatMap(Teleports::in);
    if (teleports.isPresent()) {
      return foreign.teleports(teleports.get(), members.get().without("data"), time, sent);
    }
    String type = members.get().text("type").filter(of -> !of.isBlank()).orElse("cloudevent");
    // Two senders may use the same ids.
    String id =
        members
            .get()
            .text("id")
            .map(own -> members.get().text("source").orElse("") + '\n' + own)
            .orElse(null);
    return foreign.wrapped(new Kind(type, "TVD05I", time, id), json, sent);
  }

  @Override
  public Answer answer(HttpRequest request, Ingest.Accepted accepted) {
    return HttpResponse.bytes(200, "application/json", "{}".getBytes(UTF_8));
  }
}
