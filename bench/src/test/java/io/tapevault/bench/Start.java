package io.tapevault.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// From start to first output: `tapevault --version` in the three forms that there are, in turns
/// with `java -version`.
final class Start {

  private static final Pattern TIMES = Pattern.compile("real (\\S+) user (\\S+) sys (\\S+)");
  private static final int ROUNDS = 11;

  private record Took(double seconds, double cpu) {}

  private Start() {}

  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory("tapevault-bench-");
    try {
      measure(folder);
    } finally {
      Killed.delete(folder);
    }
  }

  private static void measure(Path folder) throws Exception {
    Path dist = RunningVault.ROOT.resolve("cli/src/main/dist");
    Path image = folder.resolve("image");
    Path prefix = folder.resolve("prefix");
    run(dist.resolve("make-image") + " " + image);
    run(dist.resolve("install") + " " + prefix);
    Map<String, String> commands = new LinkedHashMap<>();
    commands.put("java -version", System.getProperty("java.home") + "/bin/java -version");
    commands.put("launcher", RunningVault.ROOT.resolve("tapevault") + " --version");
    commands.put("image", image.resolve("bin/tapevault") + " --version");
    commands.put("installed", prefix.resolve("bin/tapevault") + " --version");
    Map<String, List<Took>> took = new LinkedHashMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      for (Map.Entry<String, String> each : commands.entrySet()) {
        Took one = run(each.getValue());
        took.computeIfAbsent(each.getKey(), none -> new ArrayList<>()).add(one);
      }
    }
    Took base = median(took.getOrDefault("java -version", List.of()));
    took.forEach((name, all) -> {
      Took it = median(all);
      System.out.printf(
          "%-14s %.3f s, %.3f CPU s; %.1f and %.1f times java -version%n",
          name, it.seconds(), it.cpu(), it.seconds() / base.seconds(), it.cpu() / base.cpu());
    });
  }

  private static Took median(List<Took> all) {
    int middle = all.size() / 2;
    return new Took(
        all.stream().mapToDouble(Took::seconds).sorted().skip(middle).findFirst().orElseThrow(),
        all.stream().mapToDouble(Took::cpu).sorted().skip(middle).findFirst().orElseThrow());
  }

  private static Took run(String command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("bash", "-c", "TIMEFORMAT='real %R user %U sys %S'; time " + command)
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    Matcher times = TIMES.matcher(said);
    if (process.waitFor() != 0 || !times.find()) {
      throw new IOException(command + ": " + said);
    }
    return new Took(
        Double.parseDouble(times.group(1)),
        Double.parseDouble(times.group(2)) + Double.parseDouble(times.group(3)));
  }
}
