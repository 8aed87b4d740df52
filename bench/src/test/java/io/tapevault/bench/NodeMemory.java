package io.tapevault.bench;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.stream.Stream;

/// 100, 10,000 and then one sparse recording of 20 GiB through `tapevault node`: the most memory
/// that it has had stays within a bound, and nothing is left in the spool.
final class NodeMemory {

  // The launcher gives it 96 MB of heap; the rest is Java's own.
  private static final int MOST_MEGABYTES = 200;
  private static final int FEW = 100;

  private final Path folder;
  private final Path spool;
  private final Random random = new Random(20261125);

  private NodeMemory(Path folder) throws IOException {
    this.folder = folder;
    this.spool = Files.createDirectory(folder.resolve("spool"));
  }

  /// `args` may say how many small ones, and how many GiB; twice that has to be free.
  public static void main(String[] args) throws Exception {
    int many = args.length > 0 ? Integer.parseInt(args[0]) : 10_000;
    long gib = args.length > 1 ? Long.parseLong(args[1]) : 20;
    Path folder = Files.createTempDirectory("tapevault-bench-");
    boolean held;
    try {
      held = new NodeMemory(folder).holds(many, gib);
    } finally {
      Killed.delete(folder);
    }
    System.exit(held ? 0 : 1);
  }

  private boolean holds(int many, long gib) throws IOException, InterruptedException {
    Path data = Files.createDirectory(folder.resolve("vault"));
    try (RunningVault vault = RunningVault.start(data)) {
      Process node = node(vault.uri());
      try {
        small("few", FEW);
        long few = awaitAll(node, FEW + " small recordings", FEW * 2_000L);
        small("many", many);
        long after = awaitAll(node, many + " small recordings", many * 2_000L);
        large(gib);
        long large = awaitAll(node, "one of " + gib + " GiB", gib << 30);
        long stored = count(data.resolve("data/recordings"));
        System.out.println(stored + " recordings are in the vault");
        return Math.max(few, Math.max(after, large)) <= MOST_MEGABYTES && stored == FEW + many + 1;
      } finally {
        node.destroy();
        node.onExit().join();
      }
    }
  }

  private Process node(URI vault) throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("node.yaml"),
            """
            vault: %s
            node: web-1
            state: %s
            recordings: [%s]
            metrics: 127.0.0.1:0
            """
                .formatted(vault, folder.resolve("state"), spool));
    return new ProcessBuilder(
            RunningVault.ROOT.resolve("tapevault").toString(),
            "node",
            "run",
            "--config",
            config.toString())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("node.txt").toFile())
        .start();
  }

  private void small(String name, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      byte[] bytes = new byte[2_000];
      random.nextBytes(bytes);
      begin(Files.write(folder.resolve("coming"), bytes), name + "-" + i);
    }
  }

  private void large(long gib) throws IOException {
    Path file = folder.resolve("coming");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(gib << 30);
    }
    begin(file, "large");
  }

  /// As old as if nobody wrote to it any more.
  private void begin(Path file, String sid) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    Files.move(file, spool.resolve(sid + ".tar"));
  }

  /// Answers the most memory that the node has had, in MB.
  private long awaitAll(Process node, String what, long bytes)
      throws IOException, InterruptedException {
    Instant start = Instant.now();
    while (count(spool) > 0) {
      if (!node.isAlive()) {
        throw new IOException("it ended: " + Files.readString(folder.resolve("node.txt")));
      }
      Thread.sleep(500);
    }
    double seconds = Duration.between(start, Instant.now()).toMillis() / 1000.0;
    long most = mostMemory(node);
    System.out.printf(
        "%s: %.0f s, %.2f MB/s, most memory so far %d MB%n",
        what, seconds, bytes / 1e6 / seconds, most);
    return most;
  }

  private static long mostMemory(Process process) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
      if (line.startsWith("VmHWM:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
      }
    }
    throw new IOException("this system does not tell the most memory of a process");
  }

  private static long count(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".tar")).count();
    }
  }
}
