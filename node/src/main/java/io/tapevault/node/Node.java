package io.tapevault.node;

import io.tapevault.node.NodeConfig.Role;
import io.tapevault.node.NodeConfig.WhenFull;
import io.tapevault.node.audit.AuditTail;
import io.tapevault.node.audit.Limits;
import io.tapevault.node.disk.LocalDisk;
import io.tapevault.node.health.HealthServer;
import io.tapevault.node.health.Heartbeat;
import io.tapevault.node.health.Progress;
import io.tapevault.node.health.Report;
import io.tapevault.node.health.Turns;
import io.tapevault.node.recordings.Events;
import io.tapevault.node.recordings.Policy;
import io.tapevault.node.recordings.Recordings;
import io.tapevault.node.recordings.Settings;
import io.tapevault.node.recordings.Surroundings;
import io.tapevault.node.recordings.Uploads.Upload;
import io.tapevault.node.recordings.store.Bandwidth;
import io.tapevault.node.recordings.store.FolderStore;
import io.tapevault.node.recordings.store.Store;
import io.tapevault.node.recordings.store.VaultStore;
import io.tapevault.node.vault.HttpVaultClient;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Ships what a node writes, until it is closed.
public final class Node implements AutoCloseable {

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

  private final NodeConfig config;
  private final InstantSource clock = InstantSource.system();
  private final Instant since = clock.instant();
  private final StateLock lock;
  private final HttpVaultClient vault;
  private final ServedConfig served;
  private final AuditTail audit;
  private final Recordings recordings;
  private final HealthServer health;
  private final Disks disks;
  private final Consumer<String> log;
  private final List<Thread> threads = new ArrayList<>();
  // The report is asked for before all of them are there.
  private final List<Turns> turns = new CopyOnWriteArrayList<>();

  private Node(NodeConfig config, Map<String, String> environment, Consumer<String> log)
      throws IOException {
    this.config = config;
    this.log = log;
    SecureRandom random = new SecureRandom();
    this.vault =
        new HttpVaultClient(
            config.vault(), config.auth(), environment, HttpVaultClient.Surroundings.of(log));
    Files.createDirectories(config.state());
    this.lock = StateLock.take(config.state());
    this.served = new ServedConfig(vault, log, random);
    this.audit =
        new AuditTail(
            config.auditLog(),
            config.state(),
            vault,
            new AuditTail.Around(clock, random, log, Limits.DEFAULT));
    this.recordings =
        new Recordings(
            new Surroundings(new LocalDisk(), clock, random, log),
            new Recordings.Folders(config.recordings(), config.state()),
            new Events(vault, config.node()),
            shipping(new Bandwidth(System::nanoTime, Thread::sleep, this::mostBytes)));
    this.disks =
        new Disks(
            new LocalDisk(),
            Stream.concat(Stream.of(config.state()), config.recordings().stream()).toList());
    this.health = HealthServer.start(config.metrics(), this::report);
  }

  /// Throws an [IOException] or an [IllegalArgumentException] that says what to do.
  public static Node start(NodeConfig config, Map<String, String> environment, Consumer<String> log)
      throws IOException {
    Node node = new Node(config, environment, log);
    node.begin("configuration", node.served::run);
    node.begin("audit log", node.audit::run);
    node.begin("recordings", node.recordings::run);
    node.begin("heartbeat", new Heartbeat(node.vault, node::report, new SecureRandom())::run);
    return node;
  }

  /// Something that takes turns until it is closed, or its thread is interrupted.
  private interface Part {
    void run(Turns turns) throws InterruptedException;
  }

  private void begin(String name, Part part) {
    Turns its = new Turns(name, log, new SecureRandom());
    turns.add(its);
    threads.add(
        Thread.ofPlatform()
            .name(name)
            .start(() -> {
              try {
                part.run(its);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            }));
  }

  /// The port of `/metrics` and `/status`.
  public int port() {
    return health.port();
  }

  /// Waits until it has to end by itself, and answers why.
  public String await() throws InterruptedException {
    while (true) {
      Optional<String> full = disks.full();
      if (full.isPresent() && config.whenFull() == WhenFull.STOP) {
        return full.get() + "; nothing was deleted";
      }
      TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS.toMillis());
    }
  }

  /// The recordings that are under way.
  public List<Upload> uploads() {
    return recordings.uploads().now();
  }

  public Report report() {
    SortedMap<String, Progress> parts = new TreeMap<>();
    parts.put("audit", audit.progress());
    parts.put("recordings", recordings.progress());
    List<String> troubles =
        Stream.concat(
                Stream.of(served.trouble(), vault.clockTrouble(), disks.full()),
                turns.stream().map(Turns::fault))
            .flatMap(Optional::stream)
            .toList();
    Instant now = clock.instant();
    return new Report(
        config.node(),
        now,
        Duration.between(since, now),
        parts,
        new Report.Traffic(
            recordings.uploads().now().size(), recordings.uploads().sent(), troubles));
  }

  private long mostBytes() {
    return served.now().orElse(Served.DEFAULT).maxBytesPerSecond();
  }

  private Supplier<Settings> shipping(Bandwidth bandwidth) {
    Store tickets = new VaultStore(vault, config.node(), bandwidth);
    return () -> {
      Served now = served.now().orElse(Served.DEFAULT);
      Store store =
          now.folder()
              .<Store>map(folder ->
                  new FolderStore(
                      new LocalDisk(),
                      new FolderStore.Place(folder, config.state().resolve("folder")),
                      config.node(),
                      bandwidth))
              .orElse(tickets);
      Policy policy = new Policy(Policy.DEFAULT.settle(), now.grace(), now.keep());
      return new Settings(idle(), now.parallel(), policy, store);
    };
  }

  private Optional<String> idle() {
    if (served.now().isEmpty()) {
      return Optional.of("the vault has not said yet who records, and where to");
    }
    return switch (served.now().get().mode()) {
      case NODE -> Optional.empty();
      case PROXY ->
          Optional.of("only nodes beside a proxy ship recordings (session_recording: proxy)")
              .filter(why -> config.role() != Role.PROXY);
      case OFF -> Optional.of("nobody ships recordings (session_recording: off)");
    };
  }

  /// Starts nothing new, and lets what is under way come to its end.
  @Override
  public void close() throws IOException {
    List<Thread> ends =
        List.of(
            Thread.ofPlatform().start(audit::close), Thread.ofPlatform().start(recordings::close));
    try {
      for (Thread end : ends) {
        end.join();
      }
      threads.forEach(Thread::interrupt);
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      health.close();
      lock.close();
    }
  }
}
