package io.tapevault.aws.dynamodb.item;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.aws.dynamodb.KeptInMemory;
import io.tapevault.event.AuditEvent;
import io.tapevault.event.StoredEvent;
import io.tapevault.samples.EventSamples;
import io.tapevault.testkit.contract.Events;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Whatever we put, Teleport can read, and we read it back as it was.
///
/// Leaves what `FieldsMap` held in `target/as-teleport`, for Teleport's own types to read:
/// `src/test/teleport`.
final class ReadAsTeleportTest {

  private static final Path LEFT = Path.of("target", "as-teleport");

  private final KeptInMemory large = new KeptInMemory();
  private final EventReader reader = new EventReader(large);

  @Test
  void every_sample_is_read_by_teleport_and_by_us() throws IOException {
    List<String> samples = new ArrayList<>();
    for (Path sample : EventSamples.accepted()) {
      samples.add(new String(EventSamples.bytes(sample), StandardCharsets.UTF_8));
    }
    assertReadByBoth(samples, "samples");
  }

  @Test
  void ten_thousand_odd_events_are_read_by_teleport_and_by_us_seed_6() throws IOException {
    OddEvents odd = new OddEvents(6);
    List<String> events = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      events.add(odd.next());
    }
    int notExact = assertReadByBoth(events, "odd");
    assertTrue(notExact > 5_000, notExact + " are not exactly in the map");
  }

  @Test
  void events_too_large_for_an_item_are_read_by_teleport_and_by_us_seed_7() throws IOException {
    OddEvents odd = new OddEvents(7);
    List<String> events = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      String many = i % 2 == 0 ? "x".repeat(400_000) : "\\u0001".repeat(170_000);
      String start = odd.next().replaceFirst("}$", "");
      events.add(start + ",\"db_query\":\"" + many + "\",\"participants\":[\"alice\"]}");
    }
    events.removeIf(json -> json.indexOf("db_query") != json.lastIndexOf("db_query"));
    events.removeIf(json -> json.indexOf("participants") != json.lastIndexOf("participants"));
    assertReadByBoth(events, "large");
    assertEquals(events.size(), large.size());
  }

  private int assertReadByBoth(List<String> events, String name) throws IOException {
    Files.createDirectories(LEFT);
    int notExact = 0;
    try (BufferedWriter fields = Files.newBufferedWriter(LEFT.resolve(name + ".fields"));
        BufferedWriter sent = Files.newBufferedWriter(LEFT.resolve(name + ".sent"))) {
      for (String json : events) {
        AuditEvent event = Events.event(json);
        Map<String, AttributeValue> item = item(event);
        Map<String, AttributeValue> map = map(item);
        assertEquals(List.of(), TeleportReader.faults(map), json);
        assertReadBack(event, item);
        notExact += item.containsKey("Fields") ? 1 : 0;
        fields.write(JsonMap.json(map) + '\n');
        sent.write(json.replaceAll("[\r\n]", " ") + '\n');
      }
    }
    return notExact;
  }

  private Map<String, AttributeValue> item(AuditEvent event) {
    EventItem item = EventItem.of(event, Optional.empty());
    item.overflow()
        .ifPresent(sha256 -> large.keep(sha256, event.json().getBytes(StandardCharsets.UTF_8)));
    return item.at(event.key(), false);
  }

  private static Map<String, AttributeValue> map(Map<String, AttributeValue> item) {
    return new HashMap<>(item.getOrDefault("FieldsMap", AttributeValue.fromM(Map.of())).m());
  }

  private void assertReadBack(AuditEvent event, Map<String, AttributeValue> item) {
    StoredEvent stored = reader.read(StoredItem.of(item));
    AuditEvent read = stored.event();
    boolean toTheByte = item.containsKey("Fields") || item.containsKey("Overflow");
    assertEquals(toTheByte ? event.json() : read.json(), read.json());
    assertEquals(event.hash(), Events.event(read.json(), event.time()).hash());
    assertEquals(
        new AuditEvent(
            read.json(),
            event.type(),
            event.time(),
            event.uid(),
            event.session(),
            event.index(),
            event.hash()),
        read);
  }
}
