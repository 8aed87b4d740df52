package io.tapevault.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.Set;

/// Single fields of an event, or of another object that is known to be JSON.
public final class EventFields {

  private static final RecordedJson JSON = new RecordedJson();

  private EventFields() {}

  /// The scalar members of these names, as text; those that are not there are left out.
  public static Map<String, String> of(String json, Set<String> names) {
    return JSON.fields(json.getBytes(UTF_8), names).orElse(Map.of());
  }
}
