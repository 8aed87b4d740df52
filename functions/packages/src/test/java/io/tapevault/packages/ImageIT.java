package io.tapevault.packages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.function.authorize.AuthorizeFunction;
import io.tapevault.function.authorize.TokensFunction;
import io.tapevault.function.forward.CatalogueFunction;
import io.tapevault.function.forward.DeliverFunction;
import io.tapevault.function.forward.ForwardFunction;
import io.tapevault.function.forward.ReconcileFunction;
import io.tapevault.function.ingest.IngestFunction;
import io.tapevault.function.playback.HoldFunction;
import io.tapevault.function.playback.IndexFunction;
import io.tapevault.function.playback.OriginalFunction;
import io.tapevault.function.playback.PlaybackFunction;
import io.tapevault.function.playback.RedactFunction;
import io.tapevault.function.playback.RetainFunction;
import io.tapevault.function.playback.ShareFunction;
import io.tapevault.function.playback.SharedFunction;
import io.tapevault.function.playback.WatchFunction;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `functions/image/Dockerfile` does with a zip, without Docker: the function is begun once,
/// and then out of the cache that this left.
@OnLinux
final class ImageIT {

  private static final Path FUNCTIONS = Samples.ROOT.resolve("functions");
  private static final List<Set<String>> VARIABLES =
      List.of(
          AuthorizeFunction.variables(),
          CatalogueFunction.variables(),
          DeliverFunction.variables(),
          ForwardFunction.variables(),
          HoldFunction.variables(),
          IndexFunction.variables(),
          IngestFunction.variables(),
          OriginalFunction.variables(),
          PlaybackFunction.variables(),
          ReconcileFunction.variables(),
          RedactFunction.variables(),
          RetainFunction.variables(),
          ShareFunction.variables(),
          SharedFunction.variables(),
          TokensFunction.variables(),
          WatchFunction.variables());

  @TempDir Path folder;

  @Test
  void a_function_begins_out_of_the_cache_that_was_made_of_it() throws Exception {
    Path task = Zip.of(IngestFunction.class).unpackHere(folder.resolve("task"));
    copy(FUNCTIONS.resolve("image"), task);
    copy(FUNCTIONS.resolve("lambda/target/runtime"), task.resolve("runtime"));
    String handler = IngestFunction.class.getName();
    Process training = begin(task, Map.of(), "./train", handler);
    assertEquals(0, training.waitFor(), () -> said(task));
    try (Aws aws = Aws.start();
        RuntimeApi api = RuntimeApi.start()) {
      Process function =
          begin(
              task,
              Map.of(
                  "AWS_LAMBDA_RUNTIME_API", api.address(),
                  "AWS_REGION", "us-east-1",
                  // A JVM that cannot use it does not begin.
                  "TAPEVAULT_JAVA_OPTIONS",
                      "-XX:AOTMode=on -XX:AOTCache=function.aot -Xlog:class+load:file=classes.log"),
              aws.variables(),
              "./start",
              handler);
      try {
        var _ = function.onExit().thenAccept(dead -> api.gone(said(task)));
        String answer = new String(api.invoke(Samples.envelope("post-events.json")), UTF_8);
        assertTrue(answer.contains("\"statusCode\":200"), answer);
      } finally {
        function.destroyForcibly().waitFor();
      }
    }
    String classes = Files.readString(task.resolve("classes.log"));
    assertTrue(classes.contains(handler + " source: shared objects file"), classes);
  }

  @Test
  void every_variable_that_a_function_needs_is_there_while_it_is_begun() throws IOException {
    String training = Files.readString(FUNCTIONS.resolve("image/Training.java"));
    List<String> missing =
        VARIABLES.stream()
            .flatMap(Set::stream)
            .distinct()
            .filter(name -> !training.contains('"' + name + '"'))
            .toList();
    assertEquals(List.of(), missing);
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  private static Process begin(Path task, Map<String, String> variables, String... command)
      throws IOException {
    return begin(task, variables, Map.of(), command);
  }

  private static Process begin(
      Path task, Map<String, String> variables, Map<String, String> more, String... command)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(task.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(new File(task.toFile(), "said")));
    builder.environment().keySet().retainAll(List.of("PATH"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(more);
    builder.environment().putAll(variables);
    return builder.start();
  }

  private static String said(Path task) {
    try {
      return Files.readString(task.resolve("said"));
    } catch (IOException e) {
      return "(nothing can be read: " + e + ")";
    }
  }
}
