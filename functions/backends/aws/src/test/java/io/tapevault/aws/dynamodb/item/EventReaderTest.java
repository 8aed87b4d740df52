package io.tapevault.aws.dynamodb.item;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tapevault.aws.dynamodb.KeptInMemory;
import io.tapevault.event.AuditEvent;
import io.tapevault.testkit.contract.Events;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

final class EventReaderTest {

  private final EventReader reader = new EventReader(new KeptInMemory());

  @Test
  void what_we_digested_when_we_put_it_is_not_spelled_anew_when_it_is_read() {
    AuditEvent event = Events.event("{\"event\":\"a\",\"sid\":\"s\",\"ei\":3,\"n\":1e300}");
    Map<String, AttributeValue> item =
        new HashMap<>(EventItem.of(event, Optional.empty()).at(event.key(), false));
    // Two members of one name have no canonical spelling.
    String twice = event.json().replace("\"n\":", "\"n\":1,\"n\":");
    item.put("Fields", AttributeValue.fromS(twice));
    assertEquals(
        new AuditEvent(twice, "a", event.time(), null, "s", 3, event.hash()),
        reader.read(StoredItem.of(item)).event());
  }

  @Test
  void an_item_from_before_there_were_projections_is_the_event_in_its_map() {
    AuditEvent event = Events.event("{\"event\":\"a\",\"login\":[\"x\"],\"n\":null}");
    Map<String, AttributeValue> item =
        new HashMap<>(EventItem.of(event, Optional.empty()).at(event.key(), false));
    item.remove("Fields");
    item.put(
        "FieldsMap",
        AttributeValue.fromM(
            Map.of(
                "event", AttributeValue.fromS("a"),
                "login", AttributeValue.fromL(List.of(AttributeValue.fromS("x"))),
                "n", AttributeValue.fromNul(true))));
    assertEquals(event, reader.read(StoredItem.of(item)).event());
  }
}
