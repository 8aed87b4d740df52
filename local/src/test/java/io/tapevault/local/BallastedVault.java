package io.tapevault.local;

import io.tapevault.local.config.LocalConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A vault in a process of its own, whose heap is filled until so much of it is free, beyond what
/// the vault holds when nothing happens: who needs more ends the process.
final class BallastedVault implements AutoCloseable {

  private static final int MIB = 1 << 20;
  private static final List<byte[]> BALLAST = new ArrayList<>();

  private final Process process;
  private final BufferedReader said;
  private final PrintWriter told;
  private final Client client;

  private BallastedVault(Process process) throws IOException {
    this.process = process;
    this.said = process.inputReader(StandardCharsets.UTF_8);
    this.told = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
    this.client = new Client(URI.create(line()));
  }

  static BallastedVault start(Path data) throws IOException {
    return new BallastedVault(
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                // Nearly all of it is the old generation, where what is alive lies.
                "-XX:+UseSerialGC",
                "-Xms200m",
                "-Xmx200m",
                "-Xmn8m",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                BallastedVault.class.getName(),
                data.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  private String line() throws IOException {
    String line;
    do {
      line = said.readLine();
    } while (line != null && !line.startsWith("> "));
    if (line == null) {
      throw new IOException("it ended");
    }
    return line.substring(2);
  }

  Client client() {
    return client;
  }

  /// How many MiB the vault holds when nothing happens.
  int leave(int free) throws IOException {
    told.println(free);
    return Integer.parseInt(line());
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    told.close();
    process.destroyForcibly().onExit().join();
  }

  /// Says where it listens, and then for each line of how many MiB are to be free how many were
  /// held.
  public static void main(String[] args) throws IOException {
    Path data = Path.of(args[0]);
    try (LocalVault vault = LocalVault.start(LocalConfig.defaults(data), data, 0);
        BufferedReader asked =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      System.out.println("> " + vault.uri());
      for (String line = asked.readLine(); line != null; line = asked.readLine()) {
        BALLAST.clear();
        long idle = held();
        long room = Runtime.getRuntime().maxMemory() - (long) Integer.parseInt(line) * MIB;
        while (held() + MIB <= room) {
          BALLAST.add(new byte[MIB - 16]);
        }
        System.out.println("> " + idle / MIB);
      }
    }
  }

  private static long held() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
