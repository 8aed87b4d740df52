package io.tapevault.local.workers;

import io.tapevault.configuration.InForce;
import io.tapevault.configuration.VaultConfig;
import io.tapevault.configuration.VaultConfig.Siem;
import io.tapevault.disk.sqlite.SqliteDatabase;
import io.tapevault.forwarding.Deliver;
import io.tapevault.forwarding.Rules;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.forwarding.health.SinkHealth;
import io.tapevault.forwarding.replay.Replays;
import io.tapevault.forwarding.secrets.Secrets;
import io.tapevault.forwarding.secrets.Unresolved;
import io.tapevault.local.secrets.LocalSecrets;
import io.tapevault.siem.Sinks;
import io.tapevault.siem.http.DiscreetSink;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/// A worker for every SIEM of the settings that is not paused. One that comes back goes on where it
/// was.
public final class SiemWorkers implements InForce.Taker, AutoCloseable {

  private final SqliteDatabase database;
  private final InstantSource clock;
  private final Replays replays;
  private final Secrets secrets;
  private final Map<SinkSpec, SiemWorker> running = new HashMap<>();
  private volatile List<SinkSpec> configured = List.of();
  private volatile NavigableMap<String, Boolean> sinks = new TreeMap<>();

  public SiemWorkers(SqliteDatabase database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
    this.replays = new Replays(database.register(), database.log(), database.accounts(), clock);
    this.secrets = new Secrets(new LocalSecrets(System.getenv()), clock);
  }

  @Override
  public synchronized void take(VaultConfig config) {
    List<SinkSpec> wanted =
        config.siems().stream().filter(siem -> !siem.paused()).map(Siem::spec).toList();
    configured = config.siems().stream().map(Siem::spec).toList();
    // Before others of the same name begin.
    running
        .entrySet()
        .removeIf(one -> {
          boolean over = !wanted.contains(one.getKey());
          if (over) {
            one.getValue().close();
          }
          return over;
        });
    wanted.forEach(siem -> running.computeIfAbsent(siem, this::start));
    NavigableMap<String, Boolean> paused = new TreeMap<>();
    config.siems().forEach(siem -> paused.put(siem.spec().name(), siem.paused()));
    sinks = paused;
  }

  private SiemWorker start(SinkSpec siem) {
    Deliver deliver =
        new Deliver(
            siem.name(),
            new DiscreetSink(Sinks.open(siem, clock, secrets), this::withTheirSecrets),
            database.parking(),
            Rules.of(siem.treatment(), secrets));
    database.feed().begin(siem.name(), siem.begin());
    SinkHealth health =
        SinkHealth.of(
            siem.name(),
            new SinkHealth.Books(database.register(), database.log()),
            clock,
            () -> false);
    return SiemWorker.start(
        new SiemWorker.Books(database.feed(), database.accounts(), replays),
        deliver,
        health,
        clock);
  }

  private List<SinkSpec> withTheirSecrets() {
    List<SinkSpec> all = new ArrayList<>();
    for (SinkSpec siem : configured) {
      try {
        all.add(siem.resolved(secrets::text));
      } catch (Unresolved e) {
        // Nobody knows it, so nobody was shown it.
        all.add(siem);
      }
    }
    return all;
  }

  /// All that are configured: what waits for one that is paused is kept for it.
  public Set<String> names() {
    return sinks.keySet();
  }

  /// All that are configured, each with whether it is paused.
  public NavigableMap<String, Boolean> sinks() {
    return sinks;
  }

  @Override
  public synchronized void close() {
    running.values().forEach(SiemWorker::close);
    running.clear();
  }
}
