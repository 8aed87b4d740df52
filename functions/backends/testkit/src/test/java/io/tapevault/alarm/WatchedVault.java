package io.tapevault.alarm;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.configuration.VaultConfig;
import io.tapevault.configuration.VaultConfig.Nodes;
import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventLog;
import io.tapevault.event.EventQuery;
import io.tapevault.event.EventQuery.Order;
import io.tapevault.json.EventFields;
import io.tapevault.json.EventJson;
import io.tapevault.session.SessionsInLog;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.MovableClock;
import io.tapevault.testkit.memory.MemoryEventLog;
import io.tapevault.testkit.memory.MemoryObjectStore;
import io.tapevault.testkit.memory.MemoryRegister;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A vault in the heap that looks after its nodes and its sessions.
final class WatchedVault {

  static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

  final MovableClock clock = new MovableClock(NOON);
  final MemoryEventLog kept = new MemoryEventLog(clock, new Retention.Forever());
  final MemoryRegister register = new MemoryRegister(clock);
  final MemoryObjectStore store = new MemoryObjectStore(clock);
  Nodes settings = VaultConfig.DEFAULT.nodes();
  private final EventLog log = new WatchfulLog(kept, register, clock, () -> settings);

  Instant now() {
    return clock.instant();
  }

  void pass(Duration time) {
    clock.move(time);
  }

  void sent(String... events) {
    log.append(Stream.of(events).map(this::event).toList());
  }

  AuditEvent event(String json) {
    return (AuditEvent) EventJson.read(json.getBytes(UTF_8), now());
  }

  void heartbeat(String node) {
    sent(
        "{\"event\":\"tapevault.node.heartbeat\",\"uid\":\"%s-%s\",\"node\":\"%s\"}"
            .formatted(node, now(), node));
  }

  Silences.Looked lookForSilence() {
    return lookForSilence(kept);
  }

  Silences.Looked lookForSilence(EventLog with) {
    return new Silences(register, with).look(now(), () -> true);
  }

  MissingRecordings.Looked lookForRecordings() {
    return lookForRecordings(kept);
  }

  MissingRecordings.Looked lookForRecordings(EventLog with) {
    return new MissingRecordings(register, with, store, new SessionsInLog(kept, clock))
        .look(now(), () -> true);
  }

  /// Of the events that were told: the members of these names, in order of time.
  List<Map<String, String>> told(Set<String> types, String... members) {
    return kept
        .search(
            new EventQuery(
                NOON.minus(Duration.ofDays(9_000)),
                NOON.plus(Duration.ofDays(999)),
                types,
                Order.ASCENDING),
            null,
            100)
        .events()
        .stream()
        .<Map<String, String>>map(stored -> {
          Map<String, String> fields =
              new TreeMap<>(EventFields.of(stored.event().json(), Set.of(members)));
          if (stored.conflict()) {
            fields.put("conflict", "true");
          }
          return fields;
        })
        .toList();
  }
}
