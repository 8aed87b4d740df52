package io.tapevault.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SettingsTest {

  @Test
  void every_variable_that_was_asked_for_has_its_value() {
    Settings settings =
        Settings.from(
            Map.of("TABLE", "events", "BUCKET", " b ", "PATH", "/bin"), Set.of("TABLE", "BUCKET"));
    assertEquals("events", settings.get("TABLE"));
    assertEquals(" b ", settings.get("BUCKET"));
  }

  @Test
  void every_variable_that_is_missing_or_blank_is_named_at_once() {
    Map<String, String> environment = Map.of("TABLE", "events", "BUCKET", " ", "KEY", "");
    assertEquals(
        "these environment variables are not set: BUCKET, KEY, QUEUE",
        assertThrows(
                IllegalArgumentException.class,
                () -> Settings.from(environment, Set.of("QUEUE", "TABLE", "KEY", "BUCKET")))
            .getMessage());
  }

  @Test
  void a_variable_that_was_not_asked_for_is_not_read() {
    Settings settings = Settings.from(Map.of("PATH", "/bin"), Set.of());
    assertEquals(
        "PATH was not asked for",
        assertThrows(IllegalArgumentException.class, () -> settings.get("PATH")).getMessage());
  }
}
