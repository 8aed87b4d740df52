package io.tapevault.local;

import io.tapevault.configuration.InForce;
import io.tapevault.configuration.VaultConfig;
import io.tapevault.configuration.VaultConfig.Siem;
import io.tapevault.disk.sqlite.SqliteDatabase;
import io.tapevault.forwarding.Deliver;
import io.tapevault.forwarding.Rules;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.forwarding.secrets.Secrets;
import io.tapevault.siem.Sinks;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// A worker for every SIEM of the settings that is not paused. One that comes back goes on where it
/// was.
final class SiemWorkers implements InForce.Taker, AutoCloseable {

  private final SqliteDatabase database;
  private final InstantSource clock;
  private final Map<SinkSpec, SiemWorker> running = new HashMap<>();
  private volatile Set<String> names = Set.of();

  SiemWorkers(SqliteDatabase database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public synchronized void take(VaultConfig config) {
    List<SinkSpec> wanted =
        config.siems().stream().filter(siem -> !siem.paused()).map(Siem::spec).toList();
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
    names = config.siems().stream().map(siem -> siem.spec().name()).collect(Collectors.toSet());
  }

  private SiemWorker start(SinkSpec siem) {
    Secrets secrets = new Secrets(new LocalSecrets(System.getenv()), clock);
    Deliver deliver =
        new Deliver(
            siem.name(),
            Sinks.open(siem, clock, secrets),
            database.parking(),
            Rules.of(siem.treatment(), secrets));
    database.feed().begin(siem.name(), siem.begin());
    return SiemWorker.start(database.feed(), deliver, clock);
  }

  /// All that are configured: what waits for one that is paused is kept for it.
  Set<String> names() {
    return names;
  }

  @Override
  public synchronized void close() {
    running.values().forEach(SiemWorker::close);
    running.clear();
  }
}
