package io.tapevault.local.config;

import io.tapevault.configuration.ConfigReader;
import io.tapevault.configuration.ConfigReader.Judged;
import io.tapevault.configuration.Configuration.Current;
import io.tapevault.configuration.InForce;
import io.tapevault.disk.watched.WatchedFile;
import io.tapevault.event.EventLog;
import io.tapevault.http.Log;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// The settings in a file, taken up while the vault runs.
public final class WatchedConfig {

  /// What is taken up at a start only.
  static final Set<String> AT_START =
      Set.of("listen", "storage.audit_events_uri", "storage.audit_table_name");

  private static final String VERSIONS = "configuration";
  private static final String STARTED = "started";
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
  // Longer than new content has to stand still.
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private WatchedConfig() {}

  /// Where the document is when nobody names a file, and where its former versions are.
  public static Path file(Path data) {
    return data.resolve("tapevault.yaml");
  }

  public static WatchedFile open(Path file, Path data) {
    return open(file, data, InstantSource.system());
  }

  private static WatchedFile open(Path file, Path data, InstantSource clock) {
    return WatchedFile.open(file, data.resolve(VERSIONS), clock);
  }

  /// Takes up the last document that was right. Throws an [IllegalArgumentException] that names
  /// every fault where there never was one, and repeats no secret.
  public static InForce load(Path file, Path data) throws IOException {
    return load(file, data, InstantSource.system());
  }

  public static InForce load(Path file, Path data, InstantSource clock) throws IOException {
    ConfigReader reader = new ConfigReader(new LocalPlace());
    if (Files.notExists(data.resolve(VERSIONS))) {
      first(file, data, reader);
    }
    WatchedFile watched = open(file, data, clock);
    awaitWhole(file, watched);
    InForce settings = InForce.load(watched, reader, AT_START, what -> Log.warn("config", what));
    if (!settings.refused().isEmpty() && settings.now().version().equals("0")) {
      throw refused(file, settings.refused());
    }
    if (!settings.now().version().equals("0")) {
      Files.writeString(data.resolve(VERSIONS).resolve(STARTED), settings.now().version());
    }
    return settings;
  }

  /// Before there is a version, nothing is made for a file that is missing or wrong.
  private static void first(Path file, Path data, ConfigReader reader) throws IOException {
    if (Files.exists(file)) {
      if (reader.read(document(file)) instanceof Judged.Wrong wrong) {
        throw refused(file, wrong.faults());
      }
    } else if (!file.equals(file(data))) {
      throw new NoSuchFileException(file.toString());
    }
  }

  private static String document(Path file) throws IOException {
    try {
      return WatchedFile.read(file);
    } catch (FileSystemException e) {
      // It names the file itself.
      throw e;
    } catch (IOException e) {
      throw new IllegalArgumentException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static IllegalArgumentException refused(Path file, List<String> faults) {
    return new IllegalArgumentException(file + ":\n  - " + String.join("\n  - ", faults));
  }

  /// What of the document that is there waits for a restart of the vault that has this data, or had
  /// it last.
  public static Set<String> waiting(WatchedFile kept, Path data) throws IOException {
    Path started = data.resolve(VERSIONS).resolve(STARTED);
    if (Files.notExists(started)) {
      return Set.of();
    }
    String first = Files.readString(started);
    ConfigReader reader = new ConfigReader(new LocalPlace());
    Set<String> names = new TreeSet<>();
    if (kept.current() instanceof Current.There there
        && reader.read(there.version().document()) instanceof Judged.Right now) {
      kept.history()
          .filter(version -> version.id().equals(first))
          .map(version -> reader.read(version.document()))
          .forEach(then -> {
            if (then instanceof Judged.Right right) {
              names.addAll(now.written().namesOf(right.written()));
            }
          });
    }
    names.retainAll(AT_START);
    return names;
  }

  // Somebody may just be writing it for the first time.
  private static void awaitWhole(Path file, WatchedFile watched) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (Files.exists(file)
          && watched.current() instanceof Current.Missing
          && System.nanoTime() < end) {
        Thread.sleep(200);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Looks at the file again and again, until it is closed.
  public static AutoCloseable watch(InForce settings, EventLog log) {
    Thread watcher =
        Thread.ofVirtual()
            .name("config")
            .start(() -> {
              try {
                while (true) {
                  look(settings, log);
                  Thread.sleep(BETWEEN_LOOKS);
                }
              } catch (InterruptedException e) {
                // It is the end.
              }
            });
    return () -> {
      watcher.interrupt();
      watcher.join(Duration.ofSeconds(20));
    };
  }

  private static void look(InForce settings, EventLog log) {
    try {
      settings.look(log);
    } catch (RuntimeException e) {
      Log.error("config", e);
    }
  }
}
