package io.tapevault.siem;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.forwarding.EventSink;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.forwarding.SinkType;
import io.tapevault.siem.Schedule.Result;
import io.tapevault.siem.http.SiemHttp.Timeouts;
import io.tapevault.testkit.contract.Events;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// One schedule of faults of a receiver of syslog, by its seed. It answers nothing: what it can do
/// wrong is when it closes, how, and what it has read by then.
final class SyslogSchedule implements AutoCloseable {

  private static final Pattern UID = Pattern.compile(" \\{\"event\":\"x\",\"uid\":\"(u[0-9]+)\"");
  // For an early close the sink waits a fifth of the last.
  private static final Timeouts TIMEOUTS =
      new Timeouts(Duration.ofMillis(500), Duration.ofMillis(800), Duration.ofMillis(1000));

  private final Schedule schedule;
  private final Random its;
  private final ServerSocket server;

  private SyslogSchedule(long seed) throws IOException {
    this.schedule = new Schedule(seed);
    this.its = new Random(~seed);
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  static Result run(long seed) throws IOException {
    try (SyslogSchedule receiver = new SyslogSchedule(seed)) {
      return receiver.schedule.run(receiver::sink, false);
    }
  }

  private EventSink sink() {
    Map<String, String> options =
        Map.of(
            SinkSpec.ADDRESS,
            "tcp://127.0.0.1:" + server.getLocalPort(),
            SinkSpec.ALLOW,
            "127.0.0.1");
    return Sinks.open(
        new SinkSpec("soc", SinkType.SYSLOG, options, null),
        InstantSource.fixed(Events.NOON),
        TIMEOUTS);
  }

  private void accept() {
    while (!server.isClosed()) {
      try (Socket connection = server.accept()) {
        schedule.asked();
        serve(connection, its.nextInt(20));
      } catch (IOException e) {
        // This connection is over, or the schedule is.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void serve(Socket connection, int fault) throws IOException, InterruptedException {
    switch (fault) {
      case 0 -> {
        // Closes at once.
      }
      case 1 -> reset(connection);
      case 2 -> connection.getInputStream().readNBytes(1 + its.nextInt(100));
      case 3 -> {
        connection.getInputStream().readNBytes(1 + its.nextInt(100));
        reset(connection);
      }
      case 4 -> {
        // All of it is taken, and nobody is told.
        take(connection);
        reset(connection);
      }
      case 5 -> {
        take(connection);
        // Costs the whole of our patience.
        Thread.sleep(its.nextInt(4) > 0 ? 0 : 2 * TIMEOUTS.request().toMillis());
        reset(connection);
      }
      default -> take(connection);
    }
  }

  private static void reset(Socket connection) throws IOException {
    connection.setSoLinger(true, 0);
  }

  private void take(Socket connection) throws IOException {
    String all = new String(connection.getInputStream().readAllBytes(), UTF_8);
    List<String> uids = UID.matcher(all).results().map((MatchResult one) -> one.group(1)).toList();
    schedule.took(uids);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
