package io.tapevault.packages;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.function.forward.ForwardFunction;
import io.tapevault.function.ingest.IngestFunction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// That the tests here would say what is wrong, and clean up.
@OnLinux
final class FunctionProcessIT {

  @Test
  void a_function_begins_where_its_unpacked_library_is_for_another_machine(@TempDir Path folder)
      throws Exception {
    Zip.of(ForwardFunction.class).unpack(folder);
    boolean arm = System.getProperty("os.arch").equals("aarch64");
    byte[] other = Zip.library(folder, arm ? "x86_64" : "armv8");
    Files.write(folder.resolve("libaws-crt-jni.so"), other);
    Map<String, String> variables =
        Map.of(
            "LD_LIBRARY_PATH",
            folder.toString(),
            "AWS_ACCESS_KEY_ID",
            "nobody",
            "AWS_SECRET_ACCESS_KEY",
            "nothing",
            "TAPEVAULT_QUEUE_URLS",
            "http://127.0.0.1:9/000000000000/soc.fifo",
            "TAPEVAULT_UNSENT_URI",
            "s3://failures/notices");
    try (FunctionProcess function = FunctionProcess.start(ForwardFunction.class, variables)) {
      function.awaitReady();
    }
  }

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
