package io.tapevault.configuration;

import io.tapevault.configuration.ConfigReader.Judged;
import io.tapevault.configuration.Configuration.Current;
import io.tapevault.configuration.Configuration.Version;
import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventLog;
import io.tapevault.event.NotPermitted;
import io.tapevault.event.Unavailable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The settings that are in force: those of the last document that was right.
///
/// One that is wrong is refused as a whole. Every change, and every refusal, is an event; it is
/// kept until the log has taken it, and a start makes those of the latest versions again, which the
/// log tells apart.
public final class InForce {

  // As many versions are looked through for one that is right, and for changes that nobody saw: all
  // that are kept.
  private static final int MOST_VERSIONS = 100;
  private static final String NONE = "0";

  private final @Nullable Source source;
  private final Set<String> atStart;
  private final Consumer<String> warn;
  private final List<Taker> takers = new ArrayList<>();
  private final Deque<AuditEvent> untold = new ArrayDeque<>();
  private final Object change = new Object();
  private @Nullable Version last;
  private @Nullable String warned;
  private List<String> refused = List.of();
  private volatile Settings now = new Settings(NONE, VaultConfig.DEFAULT, Written.NOTHING);
  private Settings first = now;

  /// What is in force, and the version of the document that says so; `0` where there is none.
  public record Settings(String version, VaultConfig config, Written written) {}

  /// Where documents come from, and who reads them.
  private record Source(Configuration kept, ConfigReader reader) {}

  /// Puts new settings to use, before they are in force. Throws an [IllegalStateException], whose
  /// message says what to do, where they cannot be; then the document is refused, and those who had
  /// taken it are given the former settings again.
  public interface Taker {
    void take(VaultConfig config);
  }

  private InForce(@Nullable Source source, Set<String> atStart, Consumer<String> warn) {
    this.source = source;
    this.atStart = Set.copyOf(atStart);
    this.warn = warn;
  }

  /// Takes up the latest document that is right. `atStart` names the settings that are taken up at
  /// a start only: of those, a change waits.
  public static InForce load(
      Configuration kept, ConfigReader reader, Set<String> atStart, Consumer<String> warn) {
    InForce settings = new InForce(new Source(kept, reader), atStart, warn);
    settings.look();
    settings.first = settings.now;
    return settings;
  }

  /// Settings that never change.
  public static InForce fixed(VaultConfig config) {
    InForce settings = new InForce(null, Set.of(), warning -> {});
    settings.now = new Settings(NONE, config, Written.NOTHING);
    return settings;
  }

  public Settings now() {
    return now;
  }

  /// Why the document that is there was refused; empty where it is in force.
  public synchronized List<String> refused() {
    return refused;
  }

  /// The settings of the document that wait for a start.
  public Set<String> waiting() {
    Set<String> names = new TreeSet<>(now.written.namesOf(first.written));
    names.retainAll(atStart);
    return Set.copyOf(names);
  }

  public synchronized void add(Taker taker) {
    takers.add(taker);
  }

  /// Takes up what is new; what the log has not taken yet is told at the next time. Never throws
  /// because of the place or of what stands there.
  public void look(EventLog log) {
    look();
    tell(log);
  }

  /// As `look(log)`, of who tells nobody.
  public synchronized void lookSilently() {
    look();
    untold.clear();
  }

  private synchronized void look() {
    if (source != null) {
      look(source);
    }
  }

  private void look(Source from) {
    try {
      switch (from.kept.current()) {
        case Current.There there when isLast(there.version()) -> warned = null;
        case Current.There there -> takeUp(from, there.version());
        case Current.Missing missing -> {
          if (last == null) {
            takeUp(from, from.kept.history().limit(MOST_VERSIONS).toList().reversed());
          }
          // Where there never was anything, nothing is missing.
          if (last != null) {
            warnOnce(missing.why() + "; what was in force stays so");
          }
        }
      }
    } catch (RuntimeException e) {
      // Whatever a place or a proxy before it answers, work goes on.
      warnOnce("the configuration cannot be read: " + e.getMessage());
    }
  }

  private boolean isLast(Version version) {
    return last != null && last.id().equals(version.id());
  }

  private void takeUp(Source from, Version current) {
    List<Version> newer =
        from.kept.history().takeWhile(one -> !isLast(one)).limit(MOST_VERSIONS).toList();
    takeUp(from, newer.isEmpty() ? List.of(current) : newer.reversed());
  }

  private void takeUp(Source from, List<Version> versions) {
    // What the first of very many changed is not known, and was told when it was new.
    boolean told = last != null || versions.size() < MOST_VERSIONS;
    for (Version version : versions) {
      last = version;
      switch (from.reader.read(version.document())) {
        case Judged.Wrong wrong -> refuse(version, wrong.faults());
        case Judged.Right right -> take(version, right, told);
      }
      told = true;
    }
  }

  private void take(Version version, Judged.Right right, boolean told) {
    try {
      takers.forEach(taker -> taker.take(right.config()));
    } catch (RuntimeException e) {
      takers.forEach(taker -> taker.take(now.config));
      refuse(version, List.of(String.valueOf(e.getMessage())));
      return;
    }
    if (told) {
      tellChange(version, right.written());
    }
    refused = List.of();
    synchronized (change) {
      now = new Settings(version.id(), right.config(), right.written());
      change.notifyAll();
    }
  }

  private void refuse(Version version, List<String> faults) {
    refused = List.copyOf(faults);
    untold.add(ConfigEvent.refused(version, faults));
    warn.accept(
        version
            + " of the configuration is refused, and "
            + now.version
            + " stays in force: "
            + String.join("; ", faults));
  }

  private void tellChange(Version version, Written written) {
    Set<String> names = written.namesOf(now.written);
    Set<String> restart = new TreeSet<>(names);
    restart.retainAll(atStart);
    untold.add(
        ConfigEvent.change(
            version,
            now.version,
            names.stream().map(name -> written.change(name, now.written)).toList(),
            restart));
    // While it is loaded, it is the start.
    if (!restart.isEmpty() && !takers.isEmpty()) {
      warn.accept(version + " of the configuration: " + restart + " waits for a restart");
    }
  }

  private void warnOnce(String what) {
    if (!what.equals(warned)) {
      warned = what;
      warn.accept(what);
    }
  }

  private synchronized void tell(EventLog log) {
    try {
      if (!untold.isEmpty()) {
        log.append(List.copyOf(untold));
        untold.clear();
      }
    } catch (Unavailable | NotPermitted e) {
      warnOnce("events about the configuration wait: " + e.getMessage());
    }
  }

  /// Waits until something else than this version is in force, and answers what is.
  public Settings await(String version, Duration atMost) throws InterruptedException {
    long end = atMost.toMillis();
    synchronized (change) {
      while (now.version.equals(version) && end > 0) {
        long step = Math.min(end, 1_000);
        change.wait(step);
        end -= step;
      }
    }
    return now;
  }
}
