package io.tapevault.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/// What Linux tells of a process that a launcher became.
final class Proc {

  private static final double TICKS = 100;

  private Proc() {}

  static double cpuSeconds(Process process) throws IOException {
    String stat = Files.readString(of(process).resolve("stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS;
  }

  static long kb(Process process, String name) throws IOException {
    for (String line : Files.readAllLines(of(process).resolve("status"))) {
      if (line.startsWith(name + ":")) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new IOException("this system does not tell " + name);
  }

  static String memory(Process process) throws IOException {
    return Files.readAllLines(of(process).resolve("status")).stream()
        .filter(line -> line.matches("(VmHWM|VmRSS|RssAnon|RssFile|Threads):.*"))
        .map(line -> line.replaceAll("\\s+", " "))
        .collect(Collectors.joining(", "));
  }

  private static Path of(Process process) {
    long pid = process.descendants().map(ProcessHandle::pid).findFirst().orElse(process.pid());
    return Path.of("/proc/" + pid);
  }
}
