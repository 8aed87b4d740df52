package io.tapevault.cli.sessions;

import io.tapevault.cli.vault.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which sessions: all that is asked for has to hold.
public final class SessionFilter {

  private static final Duration A_YEAR = Duration.ofDays(365);
  private static final Duration A_DAY = Duration.ofDays(1);

  enum Kind {
    ssh,
    k8s,
    db,
    app,
    desktop
  }

  @Option(
      names = "--from",
      paramLabel = "TIME",
      converter = Moment.class,
      description = "Begun from when on: " + Moment.SYNTAX + ".")
  private @Nullable Instant from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      converter = Moment.class,
      description = "Begun until when, this moment not included.")
  private @Nullable Instant to;

  @Option(names = "--user", paramLabel = "NAME", description = "Of this user.")
  private @Nullable String user;

  @Option(names = "--server", paramLabel = "NAME", description = "On this server.")
  private @Nullable String server;

  @Option(names = "--participant", paramLabel = "NAME", description = "With this one in it.")
  private @Nullable String participant;

  @Option(names = "--kind", paramLabel = "KIND", description = "ssh, k8s, db, app or desktop.")
  private @Nullable Kind kind;

  @Option(
      names = "--active-at",
      paramLabel = "TIME",
      converter = Moment.class,
      description = "That had begun by then, within 30 days before, and were not over.")
  private @Nullable Instant activeAt;

  public Map<String, String> query(Instant now, @Nullable String state) {
    Map<String, String> query = new TreeMap<>();
    query.put("from", (from == null ? now.minus(A_YEAR) : from).toString());
    query.put("to", (to == null ? now.plus(A_DAY) : to).toString());
    put(query, "user", user);
    put(query, "server", server);
    put(query, "participant", participant);
    put(query, "kind", kind);
    put(query, "state", state);
    put(query, "active_at", activeAt);
    return query;
  }

  private static void put(Map<String, String> query, String name, @Nullable Object value) {
    if (value != null) {
      query.put(name, value.toString());
    }
  }
}
