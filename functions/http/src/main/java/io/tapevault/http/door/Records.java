package io.tapevault.http.door;

import io.tapevault.event.Received;
import io.tapevault.http.door.Foreign.Kind;
import io.tapevault.http.door.Foreign.Teleports;
import io.tapevault.json.Utf8;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The records in some bytes, whatever they are: objects one after another or in an array, lines
/// that are objects or text, or no text at all.
public final class Records {

  // Where shippers put the line that they read.
  private static final List<String> LINES =
      List.of("message", "MESSAGE", "log", "msg", "_raw", "event");
  private static final List<String> TIMES =
      List.of("@timestamp", "timestamp", "time", "date", "ts");

  private final Foreign foreign;
  private final Kind record;
  private final Kind line;
  private final List<Received> events = new ArrayList<>();

  /// `record` is of what kind an object is, `line` what is no object; a line whose kind has an id
  /// is another each time that it comes.
  public Records(Foreign foreign, Kind record, Kind line) {
    this.foreign = foreign;
    this.record = record;
    this.line = line;
  }

  public List<Received> events() {
    return events;
  }

  /// Takes all that is in these bytes. No more is looked at than the limit and one.
  public void read(byte[] bytes) {
    int start = Splitter.firstOf(bytes);
    if (start == bytes.length) {
      return;
    }
    Splitter.Split split =
        switch (bytes[start]) {
          case '[' -> Splitter.elements(bytes, Door.MOST_EVENTS);
          case '{' -> Splitter.objects(bytes, Door.MOST_EVENTS);
          default -> new Splitter.Split(List.of(), 0);
        };
    (split.whole() ? split.values() : Lines.of(bytes)).forEach(this::take);
  }

  private void take(ByteBuffer value) {
    Optional<String> text = Utf8.text(value);
    if (text.isEmpty()) {
      wrap(line, "base64", Base64.getEncoder().encodeToString(copy(value)), value);
      return;
    }
    Optional<JsonMembers> object = JsonMembers.of(text.get());
    if (object.isPresent()) {
      events.add(record(text.get(), object.get(), value));
    } else {
      wrap(line, "text", text.get(), value);
    }
  }

  private Received record(String json, JsonMembers members, ByteBuffer sent) {
    Instant time = time(members);
    Optional<Teleports> itself = Teleports.of(json, members);
    if (itself.isPresent()) {
      return foreign.teleports(itself.get(), "", time, sent);
    }
    for (String name : LINES) {
      Optional<Teleports> inner = members.get(name).flatMap(Teleports::in);
      if (inner.isPresent()) {
        return foreign.teleports(inner.get(), members.without(name), time, sent);
      }
    }
    return foreign.wrapped(new Kind(record.type(), record.code(), time, null), json, sent);
  }

  private static @Nullable Instant time(JsonMembers members) {
    return TIMES.stream()
        .flatMap(name -> members.get(name).stream())
        .map(ShippedTime::of)
        .flatMap(Stream::ofNullable)
        .findFirst()
        .orElse(null);
  }

  private void wrap(Kind kind, String name, String text, ByteBuffer sent) {
    StringBuilder own = new StringBuilder("{\"").append(name).append("\":");
    JsonMembers.quote(own, text);
    String id = kind.id() == null ? null : kind.id() + '\n' + events.size() + '\n' + text;
    events.add(
        foreign.wrapped(
            new Kind(kind.type(), kind.code(), kind.time(), id), own.append('}').toString(), sent));
  }

  private static byte[] copy(ByteBuffer value) {
    byte[] bytes = new byte[value.remaining()];
    value.duplicate().get(bytes);
    return bytes;
  }
}
