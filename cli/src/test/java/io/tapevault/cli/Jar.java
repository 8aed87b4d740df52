package io.tapevault.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The packaged command in a process of its own.
final class Jar implements AutoCloseable {

  static final Path ROOT =
      Path.of(System.getProperty("tapevault.root", "..")).toAbsolutePath().normalize();
  static final Path SAMPLES = ROOT.resolve("events-samples");

  private static final Pattern LISTENS = Pattern.compile("listens on (http://\\S+?)[,\\s]");
  private static final int PATIENCE_SECONDS = 60;

  private final Process process;
  private final Path out;
  private final Path err;

  private Jar(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /// Starts it with a folder of its own, where it is, where its temporary files lie and what it
  /// prints is kept.
  static Jar start(Path folder, String... args) throws IOException {
    return start(folder, List.of(), List.of(), args);
  }

  /// The same, after a limit was set as `ulimit` takes it.
  static Jar limited(Path folder, String limit, String... args) throws IOException {
    return start(
        folder,
        List.of("bash", "-c", "ulimit " + limit + " && exec \"$@\"", "bash"),
        List.of(),
        args);
  }

  /// The same, with one more flag for the JVM.
  static Jar with(Path folder, String flag, String... args) throws IOException {
    return start(folder, List.of(), List.of(flag), args);
  }

  private static Jar start(Path folder, List<String> before, List<String> flags, String... args)
      throws IOException {
    Path jar = ROOT.resolve("cli/target/tapevault.jar");
    assertTrue(Files.isRegularFile(jar), jar + " is not built");
    Path temporary = Files.createDirectories(temporary(folder));
    Path out = Files.createTempFile(folder, "out", ".txt");
    Path err = Files.createTempFile(folder, "err", ".txt");
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.add(launcherFlags(args[0]));
    command.addAll(flags);
    command.addAll(
        List.of(
            "-Dstdout.encoding=UTF-8",
            "-Djava.io.tmpdir=" + temporary,
            "-Dtapevault.samples=" + SAMPLES,
            "-jar",
            jar.toString()));
    command.addAll(List.of(args));
    command.addAll(0, heedingCtrlC());
    command.addAll(0, before);
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    return new Jar(process, out, err);
  }

  /// Those that `./tapevault` starts the jar with.
  private static String launcherFlags(String command) {
    String name = command.equals("node") ? "node.flags" : "tapevault.flags";
    return "@" + ROOT.resolve("cli/src/main/dist").resolve(name);
  }

  /// What a shell runs in the background ignores Ctrl-C, and so does all that it starts; GNU's
  /// `env` undoes that.
  private static List<String> heedingCtrlC() throws IOException {
    List<String> env = List.of("env", "--default-signal=INT");
    List<String> trial = new ArrayList<>(env);
    trial.add("true");
    try {
      return new ProcessBuilder(trial).start().waitFor() == 0 ? env : List.of();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  static Path temporary(Path folder) {
    return folder.resolve("tmp");
  }

  /// Where it listens, as soon as it says so.
  URI uri() throws IOException, InterruptedException {
    Matcher listens = LISTENS.matcher(await(LISTENS));
    assertTrue(listens.find());
    return URI.create(listens.group(1));
  }

  /// What it has printed, as soon as that holds the pattern.
  String await(Pattern pattern) throws IOException, InterruptedException {
    for (int i = 0; i < PATIENCE_SECONDS * 20 && process.isAlive(); i++) {
      String printed = Files.readString(out, UTF_8);
      if (pattern.matcher(printed).find()) {
        return printed;
      }
      Thread.sleep(50);
    }
    throw new AssertionError("no " + pattern + " in: " + printed() + "\n" + said());
  }

  /// The exit status.
  int exit() throws InterruptedException, IOException {
    assertTrue(
        process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS),
        "it does not end: " + printed() + "\n" + said());
    return process.exitValue();
  }

  /// How long it has worked, on all cores together.
  Duration cpu() {
    return process.info().totalCpuDuration().orElseThrow();
  }

  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
        .inheritIO()
        .start()
        .waitFor();
  }

  String printed() throws IOException {
    return Files.readString(out, UTF_8);
  }

  /// On standard error.
  String said() throws IOException {
    return Files.readString(err, UTF_8);
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
