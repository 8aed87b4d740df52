package io.tapevault.siem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.configuration.ConfigReader;
import io.tapevault.configuration.ConfigReader.Judged;
import io.tapevault.configuration.VaultConfig.Siem;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.forwarding.SinkType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The settings that docs/how-to/siems.md shows are right, and there are some for every SIEM.
class SiemsPageTest {

  private static final Path PAGE =
      Path.of(System.getProperty("tapevault.root", "../../.."), "docs/how-to/siems.md");
  private static final Pattern SETTINGS = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
  private static final ConfigReader READER =
      new ConfigReader(
          new ConfigReader.Place() {
            @Override
            public void events(String uri) {}

            @Override
            public void recordings(String uri) {}

            @Override
            public void siem(SinkSpec siem) {
              Sinks.check(siem);
            }
          });

  @Test
  void the_settings_of_every_siem_can_be_taken_as_they_are() throws IOException {
    String page = Files.readString(PAGE);
    Set<SinkType> shown = EnumSet.noneOf(SinkType.class);
    Set<String> names = new HashSet<>();
    for (String settings : SETTINGS.matcher(page).results().map(block -> block.group(1)).toList()) {
      Judged.Right right = assertInstanceOf(Judged.Right.class, READER.read(settings), settings);
      List<SinkSpec> siems = right.config().siems().stream().map(Siem::spec).toList();
      assertTrue(!siems.isEmpty(), settings);
      siems.forEach(siem -> shown.add(siem.type()));
      siems.forEach(siem -> assertTrue(names.add(siem.name()), siem.name()));
    }
    assertEquals(EnumSet.allOf(SinkType.class), shown);
  }
}
