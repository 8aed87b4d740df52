package io.tapevault.packages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.function.ingest.IngestFunction;
import java.nio.file.Files;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// How much work it is to begin. Classes are counted, because their number repeats; time does not,
/// and is only told.
@OnLinux
final class ColdStartIT {

  // Measured: 3,960, and 15 % more for what an update of the JDK or the SDK may bring.
  private static final int MOST_CLASSES = 4_550;

  @Test
  void ingest_answers_first_before_it_has_loaded_too_many_classes() throws Exception {
    try (Aws aws = Aws.start()) {
      // The table is there, as it nearly always is.
      assertEquals(200, first(aws).status());
      Cold cold = first(aws);
      System.out.println(
          "cold start of ingest: "
              + cold.classes()
              + " classes (at most "
              + MOST_CLASSES
              + "), "
              + cold.cpu().toMillis()
              + " ms of CPU until the first answer");
      assertTrue(cold.classes() <= MOST_CLASSES, () -> cold + ", at most " + MOST_CLASSES);
    }
  }

  /// What it took until the first answer.
  private record Cold(int status, long classes, Duration cpu) {}

  private static Cold first(Aws aws) throws Exception {
    try (FunctionProcess function =
        FunctionProcess.start(
            IngestFunction.class, aws.variables(), "-Xlog:class+load:file=classes.log")) {
      int status = new Gateway(function).sample("post-events.json").getStatusCode();
      Duration cpu = function.cpu();
      try (Stream<String> lines = Files.lines(function.file("task/classes.log"))) {
        return new Cold(status, lines.filter(line -> line.contains(" source: ")).count(), cpu);
      }
    }
  }
}
