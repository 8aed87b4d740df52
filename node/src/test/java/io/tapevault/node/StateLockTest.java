package io.tapevault.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StateLockTest {

  @TempDir private Path folder;

  @Test
  void a_second_node_does_not_work_with_the_same_state() throws IOException {
    try (StateLock first = StateLock.take(folder)) {
      assertEquals(
          "another node works with " + folder + ": end it, or give this one a state of its own",
          assertThrows(IOException.class, () -> StateLock.take(folder)).getMessage(),
          first::toString);
    }
    StateLock.take(folder).close();
  }
}
