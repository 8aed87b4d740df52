package io.tapevault.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Results that cannot be written.
@Timeout(60)
final class OutputIT {

  private static final String TAPEVAULT =
      System.getProperty("java.home") + "/bin/java -jar " + Jar.ROOT + "/cli/target/tapevault.jar ";

  @TempDir private Path folder;

  @Test
  void a_full_disk_is_told_and_is_no_success() throws Exception {
    assertEquals(1, run(TAPEVAULT + "completion bash >/dev/full"));
    assertEquals("tapevault: the output could not be written: No space left on device\n", said());
  }

  @Test
  void the_same_for_help() throws Exception {
    assertEquals(1, run(TAPEVAULT + "forward --help >/dev/full"));
    assertTrue(said().contains("No space left on device"), said());
  }

  @Test
  void nobody_who_reads_on_ends_it_quietly() throws Exception {
    assertEquals(141, run(TAPEVAULT + "completion bash | true; exit ${PIPESTATUS[0]}"));
    assertEquals("", said());
  }

  private int run(String script) throws IOException, InterruptedException {
    return new ProcessBuilder("bash", "-c", script)
        .redirectError(folder.resolve("err.txt").toFile())
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  private String said() throws IOException {
    return Files.readString(folder.resolve("err.txt"), UTF_8);
  }
}
