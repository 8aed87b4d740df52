package io.tapevault.testkit.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tapevault.event.AuditEvent;
import io.tapevault.event.Refused;
import io.tapevault.event.StoredEvent;
import io.tapevault.json.EventJson;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// Events for tests, read from JSON as a shipper's are.
public final class Events {

  /// When a test's events happen, and when those without a time are received.
  public static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private Events() {}

  public static AuditEvent event(String json) {
    return event(json, NOON);
  }

  public static AuditEvent event(String json, Instant receivedAt) {
    return switch (EventJson.read(json.getBytes(UTF_8), receivedAt)) {
      case AuditEvent event -> event;
      case Refused refused -> throw new IllegalArgumentException(refused.detail() + ": " + json);
    };
  }

  /// An event outside of any session.
  public static AuditEvent login(int number, Instant time) {
    return event(
        """
        {"event":"user.login","code":"T1000I","time":"%s","uid":"%s","user":"user-%d@example.com","success":true}\
        """
            .formatted(time, uuid("login " + number), number));
  }

  /// An event of a session.
  public static AuditEvent command(String session, long index, Instant time) {
    return event(
        """
        {"event":"session.command","code":"T4000I","time":"%s","uid":"%s","sid":"%s","ei":%d,"argv":["-l"],"pid":2653}\
        """
            .formatted(time, uuid(session + " " + index), session, index));
  }

  /// An event with a text of so many characters in it.
  public static AuditEvent query(int number, Instant time, int characters) {
    return event(
        """
        {"event":"db.session.query","time":"%s","uid":"%s","db_query":"%s"}\
        """
            .formatted(time, uuid("query " + number), "x".repeat(characters)));
  }

  public static String session(int number) {
    return uuid("session " + number);
  }

  public static String uuid(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(UTF_8)).toString();
  }

  /// The event without the freedom that a log has in spelling its JSON, for comparing. What it says
  /// of itself is what its JSON says.
  public static AuditEvent canonical(AuditEvent event) {
    AuditEvent again = event(event.json(), event.time());
    assertEquals(
        withoutJson(again), withoutJson(event), "what was read out is not what its JSON says");
    return withoutJson(event);
  }

  public static StoredEvent canonical(StoredEvent stored) {
    return new StoredEvent(stored.key(), canonical(stored.event()), stored.conflict());
  }

  public static List<StoredEvent> canonical(List<StoredEvent> stored) {
    return stored.stream().map(Events::canonical).toList();
  }

  /// The events as they lie in a log where none met another.
  public static List<StoredEvent> stored(List<AuditEvent> events) {
    return events.stream()
        .map(event -> new StoredEvent(event.key(), withoutJson(event), false))
        .toList();
  }

  private static AuditEvent withoutJson(AuditEvent event) {
    return new AuditEvent(
        "", event.type(), event.time(), event.uid(), event.session(), event.index(), event.hash());
  }
}
