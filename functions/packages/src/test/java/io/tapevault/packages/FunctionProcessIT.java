package io.tapevault.packages;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.function.ingest.IngestFunction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// That the tests here would say what is wrong, and clean up.
@OnLinux
final class FunctionProcessIT {

  @Test
  void a_process_that_dies_is_told_with_its_last_words_and_leaves_nothing_behind()
      throws Exception {
    Path file;
    try (FunctionProcess function =
        FunctionProcess.start(IngestFunction.class, Map.of(), "-XX:+NoSuchOption")) {
      file = function.file("output");
      var dead = assertThrows(IllegalStateException.class, () -> function.invoke(new byte[0]));
      String said = String.valueOf(dead.getMessage());
      assertTrue(said.contains("ended with 1"), said);
      assertTrue(said.contains("Unrecognized VM option 'NoSuchOption'"), said);
      assertTrue(Files.exists(file));
    }
    assertFalse(Files.exists(file.getParent()));
  }
}
