package io.tapevault.packages;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.tapevault.function.ingest.IngestFunction;
import io.tapevault.function.playback.IndexFunction;
import io.tapevault.function.playback.PlaybackFunction;
import io.tapevault.packages.FunctionProcess.Took;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// How much work it is to begin. Classes are counted, because their number repeats; time does not,
/// and is only told. What `forward` and `deliver` take is told by `ForwardPackageIT`.
@OnLinux
final class ColdStartIT {

  /// A function, what comes first, and how many classes it may load until that is answered: 5 %
  /// more than measured, for what an update of the JDK or the SDK may bring.
  record Begun(Class<? extends RequestStreamHandler> function, String envelope, int mostClasses) {}

  static final List<Begun> BEGUN =
      List.of(
          new Begun(IngestFunction.class, "post-events.json", 4_770),
          // A search puts an event, that somebody searches, and signs its cursor: 200 of them.
          new Begun(PlaybackFunction.class, "get-events.json", 5_480),
          new Begun(IndexFunction.class, "sqs-recordings.json", 4_800));

  @ParameterizedTest
  @FieldSource("BEGUN")
  void a_function_answers_first_before_it_has_loaded_too_many_classes(Begun begun)
      throws Exception {
    try (Aws aws = Aws.start()) {
      // The table is there, as it nearly always is, and the emulators have begun too.
      first(aws, begun);
      Cold cold = first(aws, begun);
      System.out.println(
          begun.function().getSimpleName()
              + ": "
              + cold
              + ", classes at most "
              + begun.mostClasses());
      assertTrue(cold.classes() <= begun.mostClasses(), () -> cold + " of " + begun);
    }
  }

  /// What it took: until the first answer, to answer first when it had begun, to answer then.
  private record Cold(long classes, Duration cpu, Took first, Took second) {}

  private static Cold first(Aws aws, Begun begun) throws Exception {
    try (FunctionProcess function =
        FunctionProcess.start(
            begun.function(), aws.variables(), "-Xlog:class+load:file=classes.log")) {
      function.awaitReady();
      byte[] envelope = Samples.envelope(begun.envelope());
      Took first = function.timed(envelope);
      Duration cpu = function.cpu();
      try (Stream<String> lines = Files.lines(function.file("task/classes.log"))) {
        long classes = lines.filter(line -> line.contains(" source: ")).count();
        return new Cold(classes, cpu, first, function.timed(envelope));
      }
    }
  }
}
