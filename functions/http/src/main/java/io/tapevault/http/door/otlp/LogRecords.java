package io.tapevault.http.door.otlp;

import io.tapevault.event.Received;
import io.tapevault.http.door.Door;
import io.tapevault.http.door.Foreign;
import io.tapevault.http.door.Foreign.Kind;
import io.tapevault.http.door.Foreign.Teleports;
import io.tapevault.http.door.JsonMembers;
import io.tapevault.http.door.ShippedTime;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The log records of one request, as they become events. A record whose body is an event of
/// Teleport's as JSON is that event.
final class LogRecords {

  private final Foreign foreign;
  private final List<Received> events = new ArrayList<>();

  LogRecords(Instant receivedAt) {
    this.foreign = new Foreign("otlp", receivedAt);
  }

  List<Received> events() {
    return events;
  }

  boolean isFull() {
    return events.size() > Door.MOST_EVENTS;
  }

  void refuse(String why, ByteBuffer sent) {
    events.add(Foreign.notJson(why, sent));
  }

  /// All three as JSON objects, spelled as OTLP spells them in JSON.
  void add(String resource, String scope, String record, ByteBuffer sent) {
    Optional<JsonMembers> members = JsonMembers.of(record);
    if (members.isEmpty()) {
      refuse("this is no log record", sent);
      return;
    }
    String around = "\"resource\":" + resource + ",\"scope\":" + scope + ",\"record\":";
    Instant time = time(members.get());
    Optional<Teleports> teleports =
        members
            .get()
            .get("body")
            .flatMap(body -> JsonMembers.of(body.json()))
            .flatMap(body -> body.get("stringValue"))
            .flatMap(Teleports::in);
    if (teleports.isPresent()) {
      String beside = around + '{' + members.get().without("body") + '}';
      events.add(foreign.teleports(teleports.get(), beside, time, sent));
      return;
    }
    String type =
        members.get().text("eventName").filter(name -> !name.isBlank()).orElse("otlp.log");
    events.add(
        foreign.wrapped(new Kind(type, "TVD03I", time, null), '{' + around + record + '}', sent));
  }

  /// When it happened, or else when it was seen; 0 is neither.
  private static @Nullable Instant time(JsonMembers record) {
    for (String name : List.of("timeUnixNano", "observedTimeUnixNano")) {
      Instant time = record.get(name).map(LogRecords::nanos).orElse(null);
      if (time != null) {
        return time;
      }
    }
    return null;
  }

  private static @Nullable Instant nanos(JsonMembers.Value value) {
    String digits = value.text().orElse(value.json());
    // Shorter ones are within the first second of 1970, or no nanoseconds.
    return digits.matches("[0-9]{10,20}") ? ShippedTime.ofNanos(digits) : null;
  }
}
