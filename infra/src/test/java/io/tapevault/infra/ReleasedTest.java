package io.tapevault.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapevault.settings.Layout;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// What an update of a stack that holds evidence may not do. `released.json` is what the last
/// release deploys; it changes with a release only.
class ReleasedTest {

  private static final JsonNode RELEASED = Synthesised.resource("released.json");

  @Test
  void no_update_replaces_the_table_a_bucket_or_the_key() {
    for (Map.Entry<String, JsonNode> released : RELEASED.path("kept").properties()) {
      JsonNode now = Synthesised.ANYWHERE.data().json().path("Resources").path(released.getKey());
      assertEquals(
          released.getValue().path("Type"),
          now.path("Type"),
          () -> released.getKey() + " is gone, or has another id");
      for (Map.Entry<String, JsonNode> fixed :
          released.getValue().path("Properties").properties()) {
        assertEquals(
            fixed.getValue(),
            now.path("Properties").path(fixed.getKey()),
            () -> "changing " + fixed.getKey() + " replaces " + released.getKey());
      }
    }
    assertEquals(4, RELEASED.path("kept").size());
  }

  @Test
  void an_update_adds_or_removes_one_index_of_the_table_at_most() {
    Set<JsonNode> before = new HashSet<>();
    RELEASED.path("indexes").forEach(before::add);
    Set<JsonNode> now = new HashSet<>();
    Synthesised.ANYWHERE
        .data()
        .one("AWS::DynamoDB::Table", "")
        .path("GlobalSecondaryIndexes")
        .forEach(now::add);
    Set<JsonNode> changes = new HashSet<>(before);
    changes.addAll(now);
    changes.removeIf(index -> before.contains(index) && now.contains(index));
    assertTrue(changes.size() <= 1, () -> "DynamoDB takes one change an update: " + changes);
    Set<String> names = new TreeSet<>();
    now.forEach(index -> names.add(index.path("IndexName").asText()));
    assertTrue(names.contains(Layout.BY_DAY), names::toString);
  }
}
