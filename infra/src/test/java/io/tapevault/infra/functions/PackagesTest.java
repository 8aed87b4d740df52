package io.tapevault.infra.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackagesTest {

  @Test
  void a_missing_zip_is_named_with_the_command_that_makes_it(@TempDir Path root)
      throws IOException {
    Path ingest = root.resolve("functions/ingest/target");
    Files.createDirectories(ingest);
    Files.createFile(ingest.resolve("ingest.zip"));
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> Packages.under(root));
    assertEquals(
        "not there: "
            + root.resolve("functions/forward/target/forward.zip")
            + ", "
            + root.resolve("functions/playback/target/playback.zip")
            + ", "
            + root.resolve("functions/authorize/target/authorize.zip")
            + ". Make it with `./mvnw package` in the root of the repository.",
        refusal.getMessage());
  }
}
