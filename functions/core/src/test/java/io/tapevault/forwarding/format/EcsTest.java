package io.tapevault.forwarding.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tapevault.forwarding.Stored;
import io.tapevault.forwarding.format.ecs.Ecs;
import io.tapevault.samples.EventSamples;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What is written as ECS, against Elastic's own list of its fields: `ecs/README.md` of the test's
/// resources.
class EcsTest {

  private static final Map<String, List<String>> FIELDS =
      Table.rows(EcsTest.class, "/ecs/fields.txt", 3).stream()
          .collect(Collectors.toMap(List::getFirst, row -> row.subList(1, 3)));

  private static JsonNode ecs(String json) throws IOException {
    return new ObjectMapper().readTree(Ecs.text(Stored.event(json)));
  }

  private static void faults(String path, JsonNode value, List<String> faults) {
    if (value.isObject() && !path.equals("teleport")) {
      value
          .properties()
          .forEach(one ->
              faults(
                  path.isEmpty() ? one.getKey() : path + "." + one.getKey(),
                  one.getValue(),
                  faults));
    } else if (!path.equals("teleport")) {
      List<String> field = FIELDS.get(path);
      if (field == null) {
        faults.add(path + " is no field");
      } else if (value.isArray() != field.get(1).equals("array")
          || !isOf(field.getFirst(), value.isArray() ? value.path(0) : value)) {
        faults.add(path + " is " + field + ", not " + value);
      }
    }
  }

  private static boolean isOf(String type, JsonNode value) {
    return switch (type) {
      case "long" -> value.isIntegralNumber();
      case "ip" -> IpText.isAddress(value.asText());
      case "date" -> !Instant.parse(value.asText()).equals(Instant.MIN);
      default -> value.isTextual();
    };
  }

  private static void kind(List<String> categories, List<String> types) {
    for (String category : categories) {
      assertTrue(FIELDS.containsKey("event.category=" + category), category);
    }
    for (String type : types) {
      assertTrue(FIELDS.containsKey("event.type=" + type), type);
      assertTrue(
          categories.stream()
              .map(category -> FIELDS.getOrDefault("event.category=" + category, List.of("", "")))
              .anyMatch(expected -> List.of(expected.get(1).split(",", -1)).contains(type)),
          () -> type + " is expected in none of " + categories);
    }
  }

  @Test
  void every_field_of_every_sample_is_one_of_ecs_and_of_its_type() throws IOException {
    for (Path sample : EventSamples.accepted()) {
      List<String> faults = new ArrayList<>();
      JsonNode ecs = ecs(new String(EventSamples.bytes(sample), UTF_8));
      faults("", ecs, faults);
      for (String name : List.of("kind", "outcome")) {
        String value = "event." + name + "=" + ecs.at("/event/" + name).asText();
        if (!FIELDS.containsKey(value)) {
          faults.add(value);
        }
      }
      assertEquals(List.of(), faults, sample.toString());
    }
  }

  @Test
  void every_place_in_the_table_is_a_field_or_of_teleport() {
    for (List<String> row : Table.rows(Ecs.class, "fields.txt", 5)) {
      String path = row.get(3);
      String field = row.get(4).startsWith("address:") ? path + ".address" : path;
      assertTrue(field.startsWith("teleport.") || FIELDS.containsKey(field), field);
    }
  }

  @Test
  void every_category_is_allowed_and_every_type_expected_in_one_of_them() {
    for (List<String> row : Table.rows(Ecs.class, "kinds.txt", 3)) {
      kind(List.of(row.get(1).split(",", -1)), List.of(row.get(2).split(",", -1)));
    }
  }
}
