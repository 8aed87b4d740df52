package io.tapevault.siem;

import io.tapevault.forwarding.accounts.Outcome;
import io.tapevault.siem.Schedule.Result;
import io.tapevault.testkit.siem.FaultySiem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Schedules of faults at servers of every protocol, for tests and for the bench of that name.
public final class FaultSchedules implements AutoCloseable {

  private static final String SYSLOG = "syslog";

  private final FaultySiem login;

  private FaultSchedules(FaultySiem login) {
    this.login = login;
  }

  /// With keys of AWS, and with somewhere to log in, until it is closed.
  public static FaultSchedules open() throws IOException {
    FaultsTest.keys();
    return new FaultSchedules(FaultsTest.login());
  }

  /// The protocols by their names.
  public static List<String> protocols() {
    return Stream.concat(
            Stream.of(Protocol.values()).map(one -> one.name().toLowerCase(Locale.ROOT)),
            Stream.of(SYSLOG))
        .toList();
  }

  /// What came of one schedule; `faults` is empty where the account is what the server saw.
  public record Came(List<String> faults, int delivered, int parked, int lost, int requests) {

    public static final Came NOTHING = new Came(List.of(), 0, 0, 0, 0);

    public Came {
      faults = List.copyOf(faults);
    }

    public Came plus(Came more) {
      List<String> all = new ArrayList<>(faults);
      all.addAll(more.faults);
      return new Came(
          all,
          delivered + more.delivered,
          parked + more.parked,
          lost + more.lost,
          requests + more.requests);
    }
  }

  public Came run(String protocol, long seed) throws IOException {
    Result result =
        protocol.equals(SYSLOG)
            ? SyslogSchedule.run(seed)
            : FaultSchedule.run(
                Protocol.valueOf(protocol.toUpperCase(Locale.ROOT)), seed, login.uri());
    return new Came(
        result.faults().stream().map(one -> protocol + ", seed " + seed + ": " + one).toList(),
        count(result, Outcome.DELIVERED),
        count(result, Outcome.PARKED),
        count(result, Outcome.LOST),
        result.requests());
  }

  private static int count(Result result, Outcome outcome) {
    return result.noted().getOrDefault(outcome, 0);
  }

  @Override
  public void close() throws IOException {
    login.close();
    FaultsTest.noKeys();
  }
}
