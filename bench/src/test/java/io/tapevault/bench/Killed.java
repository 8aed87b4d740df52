package io.tapevault.bench;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// 140 times `kill -9` in the middle of an upload; then one start, after which nothing of them is
/// left.
final class Killed {

  private static final int TIMES = 140;
  private static final Pattern PATH = Pattern.compile("(/v1/recordings/[^\"]+)\"");
  private static final String ANNOUNCED =
      "{\"size\":1000000,\"sha256\":\"" + "0".repeat(64) + "\"}";

  private Killed() {}

  public static void main(String[] args) throws Exception {
    int times = args.length > 0 ? Integer.parseInt(args[0]) : TIMES;
    Path folder = Files.createTempDirectory("tapevault-bench-");
    try {
      for (int i = 0; i < times; i++) {
        RunningVault vault = RunningVault.start(folder);
        vault.post("/v1/events", "{\"event\":\"x\",\"uid\":\"u" + i + "\"}");
        killAmidUpload(vault);
      }
      int status;
      try (RunningVault vault = RunningVault.start(folder)) {
        int events = count(vault.get("/v1/events?limit=10000").body());
        long left =
            names(folder.resolve("data/recordings")).size()
                + names(folder.resolve("tmp")).stream()
                    .filter(n -> !n.startsWith("hsperf"))
                    .count();
        int running = names(folder.resolve("data/tmp")).size();
        System.out.println(
            times
                + " kills: "
                + events
                + " events kept, "
                + left
                + " files left, "
                + running
                + " temporary folder, of the one that runs");
        status = events == times && left == 0 && running == 1 ? 0 : 1;
      }
      System.exit(status);
    } finally {
      delete(folder);
    }
  }

  private static void killAmidUpload(RunningVault vault) throws IOException, InterruptedException {
    URI uri = vault.uri();
    String sid = "80d9ca77-93af-443f-b33c-6fc55bd1a147";
    Matcher path = PATH.matcher(vault.post("/v1/recordings/" + sid + "/uploads", ANNOUNCED).body());
    if (!path.find()) {
      throw new IOException("no ticket");
    }
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      socket
          .getOutputStream()
          .write(
              "PUT %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n"
                  .formatted(path.group(1))
                  .getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().write(new byte[500_000]);
      vault.kill();
    }
  }

  private static int count(String page) {
    return page.split("\"uid\":\"u", -1).length - 1;
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).toList();
    }
  }

  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
