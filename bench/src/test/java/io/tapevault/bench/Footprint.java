package io.tapevault.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Five recordings of 200 MB through a node, and through curl to the same endpoint: the node's
/// memory, and time and CPU of both. Curl sends what it is given; a node also has to know the
/// SHA-256 and the checksums, so it is compared with `sha256sum` before curl, too.
final class Footprint {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern TIMES = Pattern.compile("real (\\S+) user (\\S+) sys (\\S+)");
  private static final String PASSWORD = "changeit";
  private static final int FILES = 5;
  private static final int SIZE = 200_000_000;
  private static final int ROUNDS = 3;
  private static final int MOST_KB = 64 << 10;
  private static final double MOST_CPU = 1.5;
  private static final double LEAST_RATE = 0.9;

  private final Path folder;
  private final Path command;
  private final List<Path> files = new ArrayList<>();

  /// What one of them took: until it had sent it all, and from its first byte to its last.
  private record Took(double seconds, double sending, double cpu, long mostKb) {}

  private Footprint(Path folder, Path command) {
    this.folder = folder;
    this.command = command;
  }

  /// `args` may name the command that runs the node, and then `https`, and how many MB a second the
  /// network to the endpoint takes (125 are 1 Gbit/s).
  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory("tapevault-bench-");
    Path command = args.length > 0 ? Path.of(args[0]) : RunningVault.ROOT.resolve("tapevault");
    boolean held;
    try {
      long megabytes =
          Arrays.stream(args)
              .filter(arg -> arg.matches("\\d{1,5}"))
              .mapToLong(Long::parseLong)
              .sum();
      held =
          new Footprint(folder, command).measure(Arrays.asList(args).contains("https"), megabytes);
    } finally {
      Killed.delete(folder);
    }
    System.exit(held ? 0 : 1);
  }

  private boolean measure(boolean https, long megabytes) throws Exception {
    for (int i = 0; i < FILES; i++) {
      files.add(Files.write(folder.resolve("file" + i), bytes(i)));
    }
    Path keys = https ? Sink.keys(folder, PASSWORD) : folder;
    Map<String, List<Took>> took = new LinkedHashMap<>();
    try (Sink sink = https ? Sink.https(keys, PASSWORD) : Sink.http()) {
      if (megabytes > 0) {
        sink.atMost(megabytes * 1_000_000);
      }
      curl(sink, false);
      for (int round = 0; round < ROUNDS; round++) {
        add(took, "curl", curl(sink, false));
        add(took, "sha256sum_curl", curl(sink, true));
        add(took, "node", node(sink, keys));
      }
    }
    return told(took);
  }

  private static void add(Map<String, List<Took>> took, String who, Took one) {
    System.err.printf("%s: %s%n", who, one);
    took.computeIfAbsent(who, none -> new ArrayList<>()).add(one);
  }

  private static byte[] bytes(int seed) {
    byte[] bytes = new byte[SIZE];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /// As many at once as a node sends.
  private Took curl(Sink sink, boolean digests) throws Exception {
    sink.reset();
    StringBuilder curl = new StringBuilder("TIMEFORMAT='real %R user %U sys %S'; time { ");
    if (digests) {
      files.forEach(file -> curl.append("sha256sum ").append(file).append(" >/dev/null; "));
    }
    curl.append("curl -sS --fail --no-progress-meter -Z --parallel-max 4 --cacert ")
        .append(folder.resolve("sink.pem"));
    files.forEach(
        file -> curl.append(" -T ").append(file).append(" ").append(sink.uri().resolve("/put/x")));
    Process process =
        new ProcessBuilder("bash", "-c", curl + "; }").redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    Matcher times = TIMES.matcher(said);
    if (process.waitFor() != 0 || !times.find() || sink.bytes() != (long) FILES * SIZE) {
      throw new IOException("curl: " + said + ", " + sink.bytes() + " bytes came");
    }
    double cpu = Double.parseDouble(times.group(2)) + Double.parseDouble(times.group(3));
    return new Took(Double.parseDouble(times.group(1)), sink.seconds(), cpu, 0);
  }

  private Took node(Sink sink, Path keys) throws Exception {
    Path spool = Files.createDirectories(folder.resolve("spool"));
    ProcessBuilder builder =
        new ProcessBuilder(
            command.toString(), "node", "run", "--config", config(sink, spool).toString());
    builder.redirectErrorStream(true).redirectOutput(folder.resolve("node.txt").toFile());
    builder
        .environment()
        .put(
            "JAVA_TOOL_OPTIONS",
            "-Djavax.net.ssl.trustStore="
                + keys
                + " -Djavax.net.ssl.trustStorePassword="
                + PASSWORD);
    int beats = sink.events();
    Process process = builder.start();
    try {
      await(process, () -> sink.events() > beats);
      Thread.sleep(3000);
      double before = Proc.cpuSeconds(process);
      long idle = Proc.kb(process, "VmRSS");
      sink.reset();
      Instant start = Instant.now();
      arrive(spool);
      await(process, () -> sink.recordings() == FILES && isEmpty(spool));
      double seconds = Duration.between(start, Instant.now()).toMillis() / 1e3;
      Took took =
          new Took(
              seconds,
              sink.seconds(),
              Proc.cpuSeconds(process) - before,
              Proc.kb(process, "VmHWM"));
      System.err.printf(
          "started for %.2f CPU s, %d kB idle; %s%n", before, idle, Proc.memory(process));
      return took;
    } finally {
      process.destroy();
      process.onExit().join();
    }
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private void await(Process process, Condition condition) throws Exception {
    for (int i = 0; i < 3000 && process.isAlive(); i++) {
      if (condition.holds()) {
        return;
      }
      Thread.sleep(20);
    }
    throw new IOException("the node: " + Files.readString(folder.resolve("node.txt")));
  }

  private Path config(Sink sink, Path spool) throws IOException {
    return Files.writeString(
        folder.resolve("node.yaml"),
        """
        vault: %s
        node: web-1
        state: %s
        recordings: [%s]
        metrics: 127.0.0.1:0
        """
            .formatted(sink.uri(), folder.resolve("state"), spool));
  }

  /// The node removes its name for them, and ours stays.
  private void arrive(Path spool) throws IOException {
    for (Path file : files) {
      Path name = folder.resolve(UUID.randomUUID() + ".tar");
      Files.createLink(name, file);
      Files.setLastModifiedTime(name, FileTime.from(Instant.now().minusSeconds(3600)));
      Files.move(name, spool.resolve(name.getFileName()));
    }
  }

  private static boolean isEmpty(Path spool) throws IOException {
    try (Stream<Path> left = Files.list(spool)) {
      return left.findAny().isEmpty();
    }
  }

  private static boolean told(Map<String, List<Took>> took) throws IOException {
    ObjectNode json = JSON.createObjectNode();
    took.forEach((who, all) ->
        json.putObject(who)
            .put("seconds", median(all, Took::seconds))
            .put("sending_seconds", median(all, Took::sending))
            .put("cpu_seconds", median(all, Took::cpu))
            .put("most_memory_kb", median(all, Took::mostKb)));
    double memory = json.at("/node/most_memory_kb").asDouble();
    double rate = ratio(json, "curl", "sending_seconds");
    double cpu = 1 / ratio(json, "sha256sum_curl", "cpu_seconds");
    json.putObject("ratios")
        .put("rate_to_curl", rate)
        .put("cpu_to_curl", 1 / ratio(json, "curl", "cpu_seconds"))
        .put("cpu_to_sha256sum_curl", cpu);
    json.putObject("held")
        .put("memory", memory <= MOST_KB)
        .put("rate", rate >= LEAST_RATE)
        .put("cpu", cpu <= MOST_CPU);
    System.out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json));
    return memory <= MOST_KB && rate >= LEAST_RATE && cpu <= MOST_CPU;
  }

  /// How much of the node's that of another is.
  private static double ratio(ObjectNode json, String who, String what) {
    return json.path(who).path(what).asDouble() / json.path("node").path(what).asDouble();
  }

  private static double median(List<Took> took, ToDoubleFunction<Took> what) {
    return took.stream().mapToDouble(what).sorted().toArray()[took.size() / 2];
  }
}
