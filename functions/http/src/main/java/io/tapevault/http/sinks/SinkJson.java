package io.tapevault.http.sinks;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tapevault.forwarding.accounts.Account;
import io.tapevault.forwarding.accounts.AccountPage;
import io.tapevault.forwarding.health.SinkState;
import io.tapevault.forwarding.replay.Replay;
import io.tapevault.json.Json;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/// How one SIEM is, and what became of the events for it, hour by hour and altogether.
final class SinkJson {

  private SinkJson() {}

  /// A SIEM by its name.
  record Sink(String name, boolean paused, SinkState state) {}

  static byte[] write(Sink sink, AccountPage page, List<Replay> replays) {
    return Json.object(json -> {
      json.writeStringField("name", sink.name());
      json.writeBooleanField("paused", sink.paused());
      sink.state().write(json);
      counts(json, page.hours());
      for (Account hour : page.hours()) {
        if (hour.waiting() > 0) {
          json.writeStringField("oldest_waiting", hour.hour().toString());
          break;
        }
      }
      json.writeArrayFieldStart("replays");
      for (Replay replay : replays) {
        json.writeStartObject();
        replay.write(json);
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeArrayFieldStart("hours");
      for (Account hour : page.hours()) {
        json.writeStartObject();
        json.writeStringField("hour", hour.hour().toString());
        counts(json, List.of(hour));
        json.writeEndObject();
      }
      json.writeEndArray();
      if (page.next() != null) {
        json.writeStringField("next", page.next().toString());
      }
    });
  }

  private static void counts(JsonGenerator json, List<Account> hours) throws IOException {
    json.writeNumberField("stored", sum(hours, Account::stored));
    json.writeNumberField("delivered", sum(hours, Account::delivered));
    json.writeNumberField("excluded", sum(hours, Account::excluded));
    json.writeNumberField("parked", sum(hours, Account::parked));
    json.writeNumberField("waiting", sum(hours, Account::waiting));
    SortedMap<String, Long> lost = new TreeMap<>();
    hours.forEach(hour -> hour.lost().forEach((why, events) -> lost.merge(why, events, Long::sum)));
    json.writeObjectFieldStart("lost");
    for (Map.Entry<String, Long> one : lost.entrySet()) {
      json.writeNumberField(one.getKey(), one.getValue());
    }
    json.writeEndObject();
  }

  private static long sum(List<Account> hours, ToLongFunction<Account> count) {
    return hours.stream().mapToLong(count).sum();
  }
}
