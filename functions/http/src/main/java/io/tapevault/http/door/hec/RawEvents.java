package io.tapevault.http.door.hec;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.event.Received;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.door.Foreign;
import io.tapevault.http.door.Foreign.Kind;
import io.tapevault.http.door.Foreign.Teleports;
import io.tapevault.http.door.JsonMembers;
import io.tapevault.http.door.Lines;
import io.tapevault.http.door.ShippedTime;
import io.tapevault.json.Json;
import io.tapevault.json.Utf8;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The events in a body of `/raw`: a line is one, and what is said of them all is in the query.
final class RawEvents {

  private static final List<String> SAID = List.of("host", "index", "source", "sourcetype");

  private RawEvents() {}

  static List<Received> read(byte[] body, HttpRequest request, Instant receivedAt) {
    Foreign foreign = new Foreign("hec", receivedAt);
    @Nullable Instant time = request.parameter("time").map(ShippedTime::of).orElse(null);
    List<Received> events = new ArrayList<>();
    for (ByteBuffer line : Lines.of(body)) {
      Optional<String> text = Utf8.text(line);
      if (text.isEmpty()) {
        events.add(Foreign.notJson("this line is not UTF-8", line));
        continue;
      }
      Optional<Teleports> teleports =
          JsonMembers.of(text.get()).flatMap(members -> Teleports.of(text.get(), members));
      String whole = said(request, text.get());
      events.add(
          teleports.isPresent()
              ? foreign.teleports(teleports.get(), said(request, null), time, line)
              : foreign.wrapped(
                  new Kind("hec.raw", "TVD02I", time, null), "{" + whole + "}", line));
    }
    return events;
  }

  private static String said(HttpRequest request, @Nullable String event) {
    byte[] object =
        Json.object(json -> {
          if (event != null) {
            json.writeStringField("event", event);
          }
          for (String name : SAID) {
            Optional<String> value = request.parameter(name);
            if (value.isPresent()) {
              json.writeStringField(name, value.get());
            }
          }
        });
    return new String(object, 1, object.length - 2, UTF_8);
  }
}
