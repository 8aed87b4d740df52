package io.tapevault.http.door.hec;

import com.fasterxml.jackson.core.JsonToken;
import io.tapevault.event.Received;
import io.tapevault.event.Refused;
import io.tapevault.http.door.Door;
import io.tapevault.http.door.Foreign;
import io.tapevault.http.door.Foreign.Kind;
import io.tapevault.http.door.Foreign.Teleports;
import io.tapevault.http.door.JsonMembers;
import io.tapevault.http.door.JsonMembers.Value;
import io.tapevault.http.door.ShippedTime;
import io.tapevault.http.door.Splitter;
import io.tapevault.json.Utf8;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The events in a body of `/event`: objects one after another, or in an array.
final class HecEvents {

  private static final String MEMBER = "hec";

  private HecEvents() {}

  static List<Received> read(byte[] body, Instant receivedAt) {
    Foreign foreign = new Foreign(MEMBER, receivedAt);
    Splitter.Split split = Splitter.values(body, Door.MOST_EVENTS);
    List<Received> events = new ArrayList<>();
    split.values().forEach(object -> events.add(event(object, foreign)));
    Foreign.behind(split, body).ifPresent(events::add);
    return events;
  }

  private static Received event(ByteBuffer sent, Foreign foreign) {
    Optional<String> text = Utf8.text(sent);
    Optional<JsonMembers> object = text.flatMap(JsonMembers::of);
    Optional<Value> event = object.flatMap(of -> of.get("event"));
    if (text.isEmpty() || object.isEmpty()) {
      return Foreign.notJson("this is no object in UTF-8", sent);
    }
    if (event.isEmpty() || isBlank(event.get())) {
      return new Refused(
          Refused.Reason.NO_TYPE,
          event.isEmpty() ? "Event field is required" : "Event field cannot be blank",
          null,
          sent.asReadOnlyBuffer());
    }
    Instant time = object.get().get("time").map(ShippedTime::of).orElse(null);
    String beside = object.get().without("event");
    Optional<Teleports> teleports = Teleports.in(event.get());
    if (teleports.isPresent()) {
      return foreign.teleports(teleports.get(), beside, time, sent);
    }
    // Where splunk-logging puts it.
    Optional<JsonMembers> members = JsonMembers.of(event.get().json());
    Optional<Teleports> message = members.flatMap(of -> of.get("message")).flatMap(Teleports::in);
    if (members.isPresent() && message.isPresent()) {
      String all = join(beside, members.get().without("message"));
      return foreign.teleports(message.get(), all, time, sent);
    }
    return foreign.wrapped(new Kind("hec.event", "TVD01I", time, null), text.get(), sent);
  }

  private static String join(String members, String others) {
    return members.isEmpty() || others.isEmpty() ? members + others : members + ',' + others;
  }

  private static boolean isBlank(Value event) {
    return event.token() == JsonToken.VALUE_NULL
        || event.text().filter(String::isBlank).isPresent();
  }
}
