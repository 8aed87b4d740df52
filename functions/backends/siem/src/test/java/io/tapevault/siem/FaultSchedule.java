package io.tapevault.siem;

import io.tapevault.siem.Protocol.Refusal;
import io.tapevault.siem.Schedule.Result;
import io.tapevault.siem.http.SiemHttp.Timeouts;
import io.tapevault.testkit.siem.Answer;
import io.tapevault.testkit.siem.FaultySiem;
import io.tapevault.testkit.siem.FaultySiem.Request;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/// One schedule of faults of one protocol's server over HTTP, by its seed.
final class FaultSchedule implements Answer {

  private static final Timeouts SHORT =
      new Timeouts(Duration.ofMillis(500), Duration.ofMillis(80), Duration.ofMillis(20));

  private final Protocol protocol;
  private final Schedule schedule;
  private final Random its;

  private FaultSchedule(Protocol protocol, long seed) {
    this.protocol = protocol;
    this.schedule = new Schedule(seed);
    this.its = new Random(~seed);
  }

  static Result run(Protocol protocol, long seed, URI login) throws IOException {
    FaultSchedule server = new FaultSchedule(protocol, seed);
    try (FaultySiem siem = FaultySiem.start(server)) {
      URI address = siem.uri();
      return server.schedule.run(() -> protocol.open(address, login, SHORT), protocol.refuses());
    }
  }

  @Override
  public void to(Request request, Socket connection) throws IOException, InterruptedException {
    schedule.asked();
    answer(Protocol.uids(request)).to(request, connection);
  }

  /// Two times in three it is well. What it takes it may take without anybody being told.
  private synchronized Answer answer(List<String> uids) {
    int fault = its.nextInt(40);
    if (fault < 13) {
      return broken(fault);
    }
    List<Integer> bad =
        IntStream.range(0, uids.size())
            .filter(i -> schedule.isPoison(uids.get(i)))
            .boxed()
            .toList();
    Refusal said =
        bad.isEmpty()
            ? new Refusal(protocol.taking(uids.size()), uids)
            : protocol.refusing(uids, bad);
    if (bad.isEmpty() && fault == 16 && protocol == Protocol.OTLP_JSON && uids.size() > 1) {
      said = dropping(uids);
    }
    schedule.took(said.taken());
    return fault == 13
        ? Answer.hangingUp()
        : fault == 14 ? Answer.reset() : fault == 15 ? Answer.status(500) : said.answer();
  }

  /// It does not say which; it is the last one.
  private Refusal dropping(List<String> uids) {
    schedule.dropped(uids.getLast());
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
}
