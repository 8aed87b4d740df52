package io.tapevault.cli.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class TemporaryFolderTest {

  private static final String PREFIX = "tapevault-temporary-folder-test-";

  @Test
  void what_a_killed_one_left_is_gone_when_the_next_is_made_and_what_is_in_use_stays()
      throws Exception {
    Path left = Files.createTempDirectory(PREFIX);
    Files.writeString(left.resolve("in-use.lock"), "");
    Files.writeString(left.resolve("events.db"), "old");
    Path foreign = Files.createTempDirectory(PREFIX);
    try (TemporaryFolder first = TemporaryFolder.create(PREFIX)) {
      assertTrue(Files.notExists(left));
      try (TemporaryFolder second = TemporaryFolder.create(PREFIX)) {
        assertTrue(Files.isDirectory(first.path()) && Files.isDirectory(second.path()));
      }
      assertEquals(true, Files.isDirectory(first.path()));
      assertTrue(Files.isDirectory(foreign), "it has no lock of ours in it");
    } finally {
      Files.delete(foreign);
    }
  }
}
