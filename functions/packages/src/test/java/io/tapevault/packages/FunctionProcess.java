package io.tapevault.packages;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.utilslite.SdkInternalThreadLocal;

/// A function as Lambda runs it: its zip, unpacked, under AWS's own runtime interface client, in a
/// process of its own that has nothing of ours on its class path and inherits nothing but `PATH`.
public final class FunctionProcess implements AutoCloseable {

  // The runtime's own jars, and no others: the client and what it needs.
  private static final List<Class<?>> RUNTIME =
      List.of(
          AWSLambda.class,
          Context.class,
          LambdaEventSerializers.class,
          SdkInternalThreadLocal.class);
  // What java25 has without SnapStart, and the same on every machine.
  private static final List<String> JVM =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx768m");
  private static final int MOST_OF_AN_OUTPUT = 4000;
  private static final Duration DYING = Duration.ofSeconds(10);

  private final RuntimeApi api;
  private final Process process;
  private final Path folder;

  private FunctionProcess(RuntimeApi api, Process process, Path folder) {
    this.api = api;
    this.process = process;
    this.folder = folder;
  }

  /// Starts the function and does not wait for it. `arguments` are more options of its JVM.
  public static FunctionProcess start(
      Class<? extends RequestStreamHandler> handler,
      Map<String, String> variables,
      String... arguments)
      throws IOException {
    return start(Zip.of(handler), handler.getName(), variables, arguments);
  }

  /// As a container image begins it: with everything on the class path of the JVM, which is what an
  /// AOT cache takes.
  public static FunctionProcess startAsImage(
      Class<? extends RequestStreamHandler> handler,
      Map<String, String> variables,
      String... arguments)
      throws IOException {
    return start(Zip.of(handler), handler.getName(), true, variables, arguments);
  }

  /// The same for the handler of a name in any zip.
  public static FunctionProcess start(
      Zip zip, String handler, Map<String, String> variables, String... arguments)
      throws IOException {
    return start(zip, handler, false, variables, arguments);
  }

  private static FunctionProcess start(
      Zip zip, String handler, boolean image, Map<String, String> variables, String... arguments)
      throws IOException {
    Path folder = Files.createTempDirectory("tapevault-function");
    Path task = zip.unpackHere(folder.resolve("task"));
    RuntimeApi api = RuntimeApi.start();
    ProcessBuilder builder =
        new ProcessBuilder(command(folder, handler, image, List.of(arguments)))
            .directory(task.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile());
    builder.environment().keySet().retainAll(List.of("PATH"));
    builder.environment().putAll(surroundings(api, handler, task));
    builder.environment().putAll(variables);
    FunctionProcess function = new FunctionProcess(api, builder.start(), folder);
    var _ = function.process.onExit().thenAccept(dead -> api.gone(function.obituary()));
    return function;
  }

  private static List<String> command(
      Path folder, String handler, boolean image, List<String> arguments) throws IOException {
    Path scratch = Files.createDirectories(folder.resolve("tmp"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM);
    command.add("--enable-native-access=ALL-UNNAMED");
    // Native libraries are unpacked; nothing of them may stay behind.
    command.add("-Djava.io.tmpdir=" + scratch);
    command.add(
        "-Dcom.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI="
            + nativeClient(scratch));
    command.addAll(arguments);
    String jars = image ? classPath() + File.pathSeparator + jars(folder) : classPath();
    command.addAll(List.of("-cp", jars, AWSLambda.class.getName(), handler));
    return command;
  }

  /// Unpacks what the runtime client would unpack itself to a name that all processes share.
  private static Path nativeClient(Path scratch) throws IOException {
    String arch = System.getProperty("os.arch").equals("aarch64") ? "aarch_64" : "x86_64";
    String name = "libaws-lambda-jni.linux-" + arch + ".so";
    Path library = scratch.resolve(name);
    try (InputStream in = AWSLambda.class.getResourceAsStream("/jni/" + name)) {
      if (in == null) {
        throw new IOException("the runtime client has no jni/" + name);
      }
      Files.copy(in, library);
    }
    return library;
  }

  private static String classPath() {
    return RUNTIME.stream()
        .map(type -> type.getProtectionDomain().getCodeSource().getLocation().getPath())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String jars(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("task/lib"))) {
      return files
          .map(Path::toString)
          .filter(name -> name.endsWith(".jar"))
          .sorted()
          .collect(Collectors.joining(File.pathSeparator));
    }
  }

  /// The variables that Lambda itself sets.
  private static Map<String, String> surroundings(RuntimeApi api, String handler, Path task) {
    Map<String, String> set = new HashMap<>();
    set.put("AWS_LAMBDA_RUNTIME_API", api.address());
    set.put("_HANDLER", handler);
    set.put("LAMBDA_TASK_ROOT", task.toString());
    set.put("LD_LIBRARY_PATH", "/lib64:/usr/lib64:" + task + ":" + task.resolve("lib"));
    set.put("AWS_REGION", "us-east-1");
    set.put("AWS_DEFAULT_REGION", "us-east-1");
    set.put("AWS_EXECUTION_ENV", "AWS_Lambda_java25");
    set.put(
        "AWS_LAMBDA_FUNCTION_NAME", "tapevault-" + handler.substring(handler.lastIndexOf('.') + 1));
    set.put("AWS_LAMBDA_FUNCTION_VERSION", "1");
    set.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1024");
    set.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
    set.put("AWS_LAMBDA_LOG_FORMAT", "JSON");
    set.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/tapevault");
    set.put("AWS_LAMBDA_LOG_STREAM_NAME", "2026/11/22/[1]0123456789abcdef0123456789abcdef");
    set.put("LANG", "en_US.UTF-8");
    set.put("TZ", ":UTC");
    return set;
  }

  /// Sends an envelope, and answers with the function's answer, within a minute. An
  /// [IllegalStateException] says why there is none.
  public byte[] invoke(byte[] envelope) {
    try {
      return api.invoke(envelope);
    } catch (IllegalStateException e) {
      throw new IllegalStateException(e.getMessage() + "\n" + obituary(), e);
    }
  }

  /// How long an answer took, and how much of that the function's CPU was at work.
  public record Took(Duration time, Duration cpu) {
    @Override
    public String toString() {
      return time.toMillis() + " ms (" + cpu.toMillis() + " of CPU)";
    }
  }

  /// Invokes it, and answers how long that took.
  public Took timed(byte[] envelope) {
    Duration before = cpu();
    long start = System.nanoTime();
    byte[] answer = invoke(envelope);
    Duration time = Duration.ofNanos(System.nanoTime() - start);
    if (new String(answer, UTF_8).contains("\"statusCode\":5")) {
      throw new IllegalStateException(output());
    }
    return new Took(time, cpu().minus(before));
  }

  /// Waits until it has begun and asks for its first envelope.
  public void awaitReady() {
    api.awaitReady();
  }

  /// What the function says when it cannot begin.
  String initError() {
    return api.initError();
  }

  /// The CPU time that the process has taken so far.
  public Duration cpu() {
    return process.info().totalCpuDuration().orElseThrow();
  }

  /// The most memory that was resident so far, in MB (of 10⁶ bytes).
  public long mostMemory() throws IOException {
    String line =
        Files.readString(Path.of("/proc/" + process.pid() + "/status"))
            .lines()
            .filter(one -> one.startsWith("VmHWM:"))
            .findFirst()
            .orElseThrow();
    return Long.parseLong(line.replaceAll("\\D", "")) * 1024 / 1_000_000;
  }

  /// A file that goes with the process.
  Path file(String name) {
    return folder.resolve(name);
  }

  private String obituary() {
    String state = process.isAlive() ? "is running" : "ended with " + process.exitValue();
    return "the process " + state + "; the last that it said:\n" + output();
  }

  /// The end of what the process wrote.
  String output() {
    try {
      String output = new String(Files.readAllBytes(folder.resolve("output")), UTF_8);
      return output.substring(Math.max(0, output.length() - MOST_OF_AN_OUTPUT));
    } catch (IOException e) {
      return "(its output cannot be read: " + e + ")";
    }
  }

  /// Ends it as Lambda does, and waits: an AOT cache is written then.
  public void end() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(1, TimeUnit.MINUTES)) {
      throw new IllegalStateException(obituary());
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(DYING.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    api.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted((one, other) -> other.compareTo(one)).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
