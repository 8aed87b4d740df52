package io.tapevault.witnesses;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.event.AuditEvent;
import io.tapevault.event.StoredEvent;
import io.tapevault.samples.EventSamples;
import io.tapevault.testkit.contract.Events;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The events of `events-samples`, and such as are made to break what carries them.
final class HostileEvents {

  private HostileEvents() {}

  static List<StoredEvent> all() {
    List<StoredEvent> events = new ArrayList<>(samples());
    events.addAll(hostile());
    return events;
  }

  static List<StoredEvent> samples() {
    return EventSamples.accepted().stream()
        .map(sample -> stored(new String(EventSamples.bytes(sample), UTF_8)))
        .toList();
  }

  static List<StoredEvent> hostile() {
    return Stream.of(
            member("line-feeds", "\"a\\nb\\r\\nc\\u2028d\\u0085e\""),
            member("zero-bytes", "\"a\\u0000b\\u0000\""),
            member("delete", "\"a\u007fb\u009fc\""),
            member("emoji", "\"😀👩‍👩‍👧\\ud83d\\ude00é\""),
            member("backslashes", "\"\\\\\\\"\\\\n]|=\\\\\""),
            member("blanks", "\"  \\t \""),
            member("no-text", "\"\""),
            member("markup", "\"<b>&amp;</b> %s %n #012 ${HOME} $(id)\""),
            member("numbers", "[123456789012345678901234567890.123456789,1e400,-0.0,1E-400]"),
            member("above-2-to-the-53", "9007199254740993"),
            member("deep", "[".repeat(100) + "1" + "]".repeat(100)),
            member("one-megabyte", "\"" + "ü".repeat(500_000) + "\""),
            "{\"event\":\"odd type | with ] and =\",\"uid\":\"key-]\\\"\\\\=|\",\"time\":\"2026-03-01T12:00:01Z\"}",
            "{\n\t\"event\": \"x\",\r\n\t\"uid\": \"between-the-members\",\n\t\"sid\": \"s 1\"\n}\n")
        .map(HostileEvents::stored)
        .toList();
  }

  /// One of a user with this name, which is no JSON yet; `ei` so that it is not the last value in
  /// CEF, whose escapes VictoriaLogs leaves as they are.
  static StoredEvent user(String uid, String name) {
    String quoted = name.replace("\\", "\\\\").replace("\"", "\\\"");
    return stored("{\"event\":\"x\",\"uid\":\"" + uid + "\",\"user\":\"" + quoted + "\",\"ei\":7}");
  }

  private static String member(String uid, String value) {
    return "{\"event\":\"x\",\"uid\":\"" + uid + "\",\"value\":" + value + "}";
  }

  private static StoredEvent stored(String json) {
    AuditEvent event = Events.event(json);
    return new StoredEvent(event.key(), event, false);
  }
}
