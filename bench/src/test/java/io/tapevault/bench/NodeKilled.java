package io.tapevault.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.event.Sha256;
import io.tapevault.node.disk.LocalDisk;
import io.tapevault.node.recordings.spool.Digest;
import io.tapevault.node.recordings.spool.Found;
import io.tapevault.node.recordings.spool.Spool;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// `kill -9` of a node at random moments, while recordings of every kind come and the connections
/// to the vault are cut at random; then one node that is left alone. Everything is in the vault
/// then, byte for byte, with one `session.upload`, and nothing is left on the disk.
final class NodeKilled {

  private static final int TIMES = 300;
  private static final int LONGEST_LIFE = 4000;
  private static final int LARGE = 65 << 20;
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Path folder;
  private final Path spool;
  private final Random random;
  private final Map<String, String> expected = new TreeMap<>();

  private NodeKilled(Path folder, long seed) throws IOException {
    this.folder = folder;
    this.spool = Files.createDirectories(folder.resolve("spool"));
    Files.createDirectories(folder.resolve("state/recordings"));
    this.random = new Random(seed);
  }

  public static void main(String[] args) throws Exception {
    int times = args.length > 0 ? Integer.parseInt(args[0]) : TIMES;
    long seed = args.length > 1 ? Long.parseLong(args[1]) : System.nanoTime();
    System.out.println("seed " + seed);
    Path folder = Files.createTempDirectory("tapevault-bench-");
    boolean holds;
    try {
      holds = new NodeKilled(folder, seed).holds(times);
    } finally {
      Killed.delete(folder);
    }
    System.exit(holds ? 0 : 1);
  }

  private boolean holds(int times) throws IOException, InterruptedException {
    Path data = Files.createDirectories(folder.resolve("vault"));
    try (RunningVault vault = RunningVault.start(data);
        CuttingFront front = new CuttingFront(vault.uri(), random)) {
      Path config = config(front);
      for (int i = 0; i < times; i++) {
        record(i);
        Process node = node(config);
        if (random.nextInt(10) > 0) {
          awaitStart(node);
        }
        node.waitFor(random.nextInt(LONGEST_LIFE), TimeUnit.MILLISECONDS);
        if (!node.isAlive()) {
          System.out.println("it ended by itself: " + Files.readString(folder.resolve("node.txt")));
          return false;
        }
        node.destroyForcibly().onExit().join();
      }
      Process last = node(config);
      try {
        return everythingArrives(vault.uri());
      } finally {
        last.destroy();
        last.onExit().join();
      }
    }
  }

  private Path config(CuttingFront front) throws IOException {
    return Files.writeString(
        folder.resolve("node.yaml"),
        """
        vault: http://127.0.0.1:%d
        node: web-1
        state: %s
        recordings: [%s]
        audit_log: []
        metrics: 127.0.0.1:0
        """
            .formatted(front.port(), folder.resolve("state"), spool));
  }

  private Process node(Path config) throws IOException {
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

  private void awaitStart(Process node) throws IOException, InterruptedException {
    while (node.isAlive() && !Files.readString(folder.resolve("node.txt")).contains("ships to")) {
      Thread.sleep(20);
    }
  }

  /// One more recording, as old as if nobody wrote to it any more.
  private void record(int number) throws IOException {
    String sid = new UUID(random.nextLong(), random.nextLong()).toString();
    List<String> names =
        switch (number % 3) {
          case 0 -> List.of(sid + ".tar");
          case 1 ->
              List.of(
                  sid + ".index", sid + "-0.events.gz", sid + "-0.chunks.gz", sid + ".completed");
          default ->
              List.of(
                  "multi/" + sid + "/" + sid + "/1.part", "multi/" + sid + "/" + sid + "/2.part");
        };
    for (String name : names) {
      byte[] bytes = new byte[number % 60 == 3 ? LARGE : 1 + random.nextInt(1 << 20)];
      random.nextBytes(bytes);
      Path hidden = folder.resolve("coming");
      Files.write(hidden, bytes);
      Files.setLastModifiedTime(hidden, FileTime.from(Instant.now().minus(Duration.ofDays(3))));
      Files.createDirectories(spool.resolve(name).getParent());
      Files.move(hidden, spool.resolve(name));
    }
    LocalDisk disk = new LocalDisk();
    for (Found found : new Spool(disk, spool).scan(System.out::println)) {
      if (found.sid().value().equals(sid)) {
        expected.put(sid, Digest.of(found.content(disk)).sha256());
      }
    }
  }

  private boolean everythingArrives(URI vault) throws IOException, InterruptedException {
    Instant patience = Instant.now().plus(Duration.ofMinutes(10));
    while (!left().isEmpty() && Instant.now().isBefore(patience)) {
      Thread.sleep(1000);
    }
    int wrong = 0;
    for (Map.Entry<String, String> one : expected.entrySet()) {
      wrong += sha256(vault, one.getKey()).equals(one.getValue()) ? 0 : 1;
    }
    int uploads = 0;
    String page =
        HTTP.send(
                HttpRequest.newBuilder(vault.resolve("/v1/events?type=session.upload&limit=10000"))
                    .build(),
                BodyHandlers.ofString(UTF_8))
            .body();
    for (String sid : expected.keySet()) {
      uploads += page.split("\"sid\":\"" + sid, -1).length - 1;
    }
    System.out.println(
        expected.size()
            + " recordings, "
            + wrong
            + " of them missing or other, "
            + uploads
            + " session.upload, left on the disk: "
            + left());
    return wrong == 0 && uploads == expected.size() && left().isEmpty();
  }

  private List<String> left() throws IOException {
    List<String> left = new ArrayList<>();
    for (Path root : List.of(spool, folder.resolve("state/recordings"))) {
      try (Stream<Path> files = Files.walk(root)) {
        files.filter(Files::isRegularFile).map(Path::toString).forEach(left::add);
      }
    }
    return left;
  }

  private static String sha256(URI vault, String sid) throws IOException, InterruptedException {
    HttpResponse<InputStream> answer =
        HTTP.send(
            HttpRequest.newBuilder(vault.resolve("/v1/sessions/" + sid + "/recording")).build(),
            BodyHandlers.ofInputStream());
    try (DigestInputStream in = new DigestInputStream(answer.body(), Sha256.digest())) {
      in.transferTo(OutputStream.nullOutputStream());
      return Sha256.end(in.getMessageDigest());
    }
  }
}
