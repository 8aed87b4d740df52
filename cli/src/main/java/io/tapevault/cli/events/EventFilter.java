package io.tapevault.cli.events;

import io.tapevault.cli.output.Rows;
import io.tapevault.cli.output.Rows.Column;
import io.tapevault.cli.output.Rows.Columns;
import io.tapevault.cli.vault.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which events, and which of their fields a table and CSV show.
final class EventFilter {

  private static final Duration A_YEAR = Duration.ofDays(365);

  private static final List<Column> TABLE =
      List.of(
          Column.of("TIME", 24, "time", "too_large.time"),
          Column.of("EVENT", 20, "event", "too_large.event"),
          Column.of("USER", 12, "user"),
          Column.of("SERVER", 12, "server_hostname"),
          Column.of("SESSION", 36, "sid", "too_large.sid"),
          Column.of("UID OR WHERE", 0, "uid", "too_large.href"));

  private static final List<Column> CSV =
      List.of(
          Column.of("time", 0, "time", "too_large.time"),
          Column.of("event", 0, "event", "too_large.event"),
          Column.of("code", 0, "code"),
          Column.of("user", 0, "user"),
          Column.of("login", 0, "login"),
          Column.of("server_hostname", 0, "server_hostname"),
          Column.of("sid", 0, "sid", "too_large.sid"),
          Column.of("uid", 0, "uid", "too_large.uid"),
          Column.of("json", 0, Rows.WHOLE));

  @Option(
      names = "--from",
      paramLabel = "TIME",
      converter = Moment.class,
      description = "From when on: " + Moment.SYNTAX + ".")
  private @Nullable Instant from;

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      split = ",",
      description = "Only events of these types; db.session.* is all that begin so.")
  private List<String> types = List.of();

  @Option(
      names = "--code",
      paramLabel = "CODE",
      split = ",",
      description = "Only events with one of these codes.")
  private List<String> codes = List.of();

  @Option(names = "--user", paramLabel = "USER", description = "Only events of this user.")
  private @Nullable String user;

  @Option(names = "--session", paramLabel = "SID", description = "Only events of this session.")
  private @Nullable String session;

  @Option(
      names = "--server",
      paramLabel = "SERVER",
      description = "Only events of this server, by its id or host name.")
  private @Nullable String server;

  @Option(
      names = "--success",
      arity = "1",
      paramLabel = "true|false",
      description = "Only what went well, or not.")
  private @Nullable Boolean success;

  @Option(
      names = "--where",
      paramLabel = "PREDICATE",
      description =
          "Only events for which this holds, such as 'equals(login, \"root\") &&"
              + " !hasPrefix(addr.remote, \"10.\")'.")
  private @Nullable String where;

  @Option(
      names = "--fields",
      paramLabel = "FIELD",
      split = ",",
      description = "What a table and CSV show, such as time,event,addr.remote; * is all of it.")
  private List<String> fields = List.of();

  Instant from(Instant otherwise) {
    return from == null ? otherwise : from;
  }

  /// From a year ago where it does not say from when on.
  Map<String, String> until(Instant to) {
    return between(from(Instant.now().minus(A_YEAR)), to);
  }

  private Map<String, String> between(Instant first, Instant to) {
    Map<String, String> query = since(first);
    query.put("to", to.toString());
    return query;
  }

  Map<String, String> since(Instant first) {
    Map<String, String> query = new TreeMap<>();
    query.put("from", first.toString());
    if (!types.isEmpty()) {
      query.put("type", String.join(",", types));
    }
    if (!codes.isEmpty()) {
      query.put("code", String.join(",", codes));
    }
    put(query, "user", user);
    put(query, "session", session);
    put(query, "server", server);
    put(query, "success", success);
    put(query, "where", where);
    return query;
  }

  private static void put(Map<String, String> query, String name, @Nullable Object value) {
    if (value != null) {
      query.put(name, value.toString());
    }
  }

  Columns columns() {
    List<Column> chosen = fields.stream().map(field -> Column.of(field, 16, field)).toList();
    return new Columns(
        "events", chosen.isEmpty() ? TABLE : chosen, chosen.isEmpty() ? CSV : chosen);
  }
}
