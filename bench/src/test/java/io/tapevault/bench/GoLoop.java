package io.tapevault.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `bench/go`: a loop of puts in Go, with AWS's SDK for it.
final class GoLoop implements AutoCloseable {

  private final Process process;
  private final BufferedReader answers;
  private final Writer lines;

  private GoLoop(Process process) {
    this.process = process;
    this.answers = process.inputReader(UTF_8);
    this.lines = process.outputWriter(UTF_8);
  }

  /// Builds it and starts it. Empty, and said, where there is no Go or its modules are not to be
  /// had.
  static Optional<GoLoop> start(Map<String, String> variables) throws IOException {
    Path program = Files.createTempDirectory("tapevault-bench-").resolve("put");
    try {
      Process build =
          new ProcessBuilder("go", "build", "-o", program.toString(), ".")
              .directory(RunningVault.ROOT.resolve("bench/go").toFile())
              .redirectErrorStream(true)
              .start();
      String said = new String(build.getInputStream().readAllBytes(), UTF_8);
      if (build.onExit().join().exitValue() != 0) {
        System.err.println("bench/go was not built, and is not in the table: " + said);
        return Optional.empty();
      }
    } catch (IOException e) {
      System.err.println("there is no Go here, and so no row of it: " + e.getMessage());
      return Optional.empty();
    }
    ProcessBuilder builder =
        new ProcessBuilder(program.toString()).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(variables);
    return Optional.of(new GoLoop(builder.start()));
  }

  /// CPU-µs an event.
  double micros(List<String> events) throws IOException {
    for (String event : events) {
      lines.write(event + "\n");
    }
    lines.write("\n");
    lines.flush();
    String answer = answers.readLine();
    if (answer == null) {
      throw new IOException("bench/go ended");
    }
    return Double.parseDouble(answer);
  }

  /// In MB.
  long mostMemory() throws IOException {
    return Proc.kb(process, "VmHWM") * 1024 / 1_000_000;
  }

  @Override
  public void close() {
    process.destroy();
  }
}
