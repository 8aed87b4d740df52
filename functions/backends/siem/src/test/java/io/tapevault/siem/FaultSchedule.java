package io.tapevault.siem;

import io.tapevault.event.Parking;
import io.tapevault.event.Refused;
import io.tapevault.event.StoredEvent;
import io.tapevault.forwarding.Deliver;
import io.tapevault.forwarding.Deliver.Progress;
import io.tapevault.forwarding.Rules;
import io.tapevault.forwarding.accounts.Outcome;
import io.tapevault.forwarding.accounts.Settled;
import io.tapevault.siem.Protocol.Refusal;
import io.tapevault.siem.http.SiemHttp.Timeouts;
import io.tapevault.testkit.siem.Answer;
import io.tapevault.testkit.siem.FaultySiem;
import io.tapevault.testkit.siem.FaultySiem.Request;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/// One schedule of faults of one protocol's server, by its seed. In the end it says what of the
/// account is not what the server saw; nothing where all of it is.
final class FaultSchedule implements Answer, Parking {

  private static final Timeouts SHORT =
      new Timeouts(Duration.ofMillis(500), Duration.ofMillis(80), Duration.ofMillis(20));
  private static final int EVENTS = 24;
  private static final int MOST_ROUNDS = 2_000;

  private final Protocol protocol;
  private final Random ours;
  private final Random its;
  private final Set<String> poison = new HashSet<>();
  // What the server knows.
  private final Set<String> took = new HashSet<>();
  private final Set<String> dropped = new HashSet<>();
  // What the vault has noted.
  private final Map<String, Outcome> noted = new HashMap<>();
  private final Set<String> parked = new HashSet<>();

  private FaultSchedule(Protocol protocol, long seed) {
    this.protocol = protocol;
    this.ours = new Random(seed);
    this.its = new Random(~seed);
  }

  static List<String> faults(Protocol protocol, long seed, URI login) throws IOException {
    FaultSchedule schedule = new FaultSchedule(protocol, seed);
    try (FaultySiem siem = FaultySiem.start(schedule)) {
      return schedule.run(siem.uri(), login);
    }
  }

  private List<String> run(URI siem, URI login) {
    List<StoredEvent> events = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      // The last one is well, so that it shows whose fault it is.
      if (protocol.refuses() && i < EVENTS - 1 && ours.nextInt(8) == 0) {
        poison.add("u" + i);
      }
      events.add(
          Engine.stored(
              "{\"event\":\"x\",\"uid\":\"u%d\",\"sid\":\"s%d\"}".formatted(i, ours.nextInt(3))));
    }
    Deliver deliver = deliver(siem, login);
    int done = 0;
    for (int round = 0; round < MOST_ROUNDS && done < EVENTS; round++) {
      int end = Math.min(EVENTS, done + 1 + ours.nextInt(EVENTS));
      Progress progress = deliver.deliver(events.subList(done, end), () -> ours.nextInt(8) > 0);
      if (ours.nextInt(12) == 0) {
        // It dies before anything is noted, and remembers nothing.
        deliver = deliver(siem, login);
      } else {
        for (Settled one : progress.settled()) {
          noted.put(events.get(done++).event().identity(), one.outcome());
        }
      }
    }
    return check();
  }

  private Deliver deliver(URI siem, URI login) {
    return new Deliver("soc", protocol.open(siem, login, SHORT), this, Rules.RAW);
  }

  private List<String> check() {
    List<String> faults = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      String uid = "u" + i;
      Outcome outcome = noted.get(uid);
      if (outcome == null || !isRight(uid, outcome)) {
        faults.add(
            uid
                + (poison.contains(uid) ? ", poison, " : ", well, ")
                + "is "
                + outcome
                + (has(uid) ? " and there" : " and not there"));
      }
    }
    return faults;
  }

  private boolean isRight(String uid, Outcome outcome) {
    return switch (outcome) {
      case DELIVERED -> has(uid);
      case PARKED -> poison.contains(uid) && parked.contains(uid) && !has(uid);
      case LOST -> dropped.contains(uid);
      case EXCLUDED -> false;
    };
  }

  private synchronized boolean has(String uid) {
    return took.contains(uid);
  }

  @Override
  public void to(Request request, Socket connection) throws IOException, InterruptedException {
    answer(Protocol.uids(request)).to(request, connection);
  }

  /// Two times in three it is well. What it takes it may take without anybody being told.
  private synchronized Answer answer(List<String> uids) {
    int fault = its.nextInt(40);
    if (fault < 13) {
      return broken(fault);
    }
    List<Integer> bad =
        IntStream.range(0, uids.size()).filter(i -> poison.contains(uids.get(i))).boxed().toList();
    Refusal said =
        bad.isEmpty()
            ? new Refusal(protocol.taking(uids.size()), uids)
            : protocol.refusing(uids, bad);
    if (bad.isEmpty() && fault == 16 && protocol == Protocol.OTLP_JSON && uids.size() > 1) {
      said = dropping(uids);
    }
    took.addAll(said.taken());
    return fault == 13
        ? Answer.hangingUp()
        : fault == 14 ? Answer.reset() : fault == 15 ? Answer.status(500) : said.answer();
  }

  /// It does not say which; it is the last one.
  private Refusal dropping(List<String> uids) {
    dropped.add(uids.getLast());
    return new Refusal(
        Answer.saying(200, "{\"partialSuccess\":{\"rejectedLogRecords\":\"1\"}}"),
        uids.subList(0, uids.size() - 1));
  }

  private Answer broken(int fault) {
    return switch (fault) {
      case 0 -> Answer.status(503, "retry-after: 1");
      case 1 -> Answer.status(429, "retry-after: soon");
      case 2 -> Answer.status(401);
      case 3 -> Answer.status(403);
      case 4 -> Answer.status(404);
      case 5 -> Answer.hangingUp();
      case 6 -> Answer.reset();
      // Each costs the whole of our patience.
      case 7 -> its.nextInt(4) > 0 ? Answer.status(500) : Answer.silence();
      case 8 -> Answer.status(307, "location: /login");
      case 9 -> Answer.status(302, "location: http://169.254.169.254/");
      case 10 -> Answer.status(408);
      case 11 -> protocol.isStatusAlone() ? Answer.noHttp() : Answer.saying(200, "<html></html>");
      default ->
          protocol.isStatusAlone()
              ? Answer.status(425)
              : its.nextInt(4) > 0 ? Answer.saying(200, "{\"acc") : Answer.unfinished(200);
    };
  }

  @Override
  public void park(List<Refused> refused) {
    refused.forEach(one -> parked.add(String.valueOf(one.uid())));
  }

  @Override
  public List<Refused> parked(LocalDate day, int limit) {
    return List.of();
  }
}
