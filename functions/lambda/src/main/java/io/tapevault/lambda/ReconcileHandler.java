package io.tapevault.lambda;

import io.tapevault.alarm.Register;
import io.tapevault.event.StoredEvent;
import io.tapevault.forwarding.NoticeQueue;
import io.tapevault.forwarding.health.SinkState;
import io.tapevault.forwarding.replay.Replays;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/// Called now and then: gives notice again of what SIEMs are to get once more, and of what was
/// stored and is not known to have reached them. It ends in time, and goes on where it was with the
/// next call.
public final class ReconcileHandler {

  // What waited for a SIEM that was down comes by itself, within this.
  private static final Duration RECOVERY = Duration.ofHours(1);

  private final Map<String, NoticeQueue> queues;
  private final Replays replays;
  private final Register register;
  private final InstantSource clock;

  /// `queues` are those of the SIEMs, by their names.
  public ReconcileHandler(
      Map<String, NoticeQueue> queues, Replays replays, Register register, InstantSource clock) {
    this.queues = Map.copyOf(queues);
    this.replays = replays;
    this.register = register;
    this.clock = clock;
  }

  /// One SIEM's trouble keeps no other from its turn.
  public void handle(Invocation invocation) {
    for (Map.Entry<String, NoticeQueue> sink : queues.entrySet()) {
      try {
        again(sink.getKey(), sink.getValue(), invocation);
      } catch (RuntimeException e) {
        invocation.error(e);
      }
    }
  }

  private void again(String sink, NoticeQueue queue, Invocation invocation) {
    SinkState state = SinkState.of(register, sink);
    Instant now = clock.instant();
    if (state.down()) {
      return;
    }
    Replays.Target notices =
        events -> {
          queue.send(events.stream().map(StoredEvent::key).toList());
          return events.size();
        };
    long asked = replays.run(sink, notices, invocation.timeLeft());
    boolean recovers = state.since().plus(RECOVERY).isAfter(now);
    long missing =
        recovers ? 0 : replays.reconcile(sink, now.minus(RECOVERY), notices, invocation.timeLeft());
    for (String said :
        List.of(
            asked > 0 ? asked + " events were asked for once more" : "",
            missing > 0 ? missing + " events were stored and are not known to be delivered" : "")) {
      if (!said.isEmpty()) {
        invocation.warn("the SIEM " + sink + ": " + said + "; notice is given of them again");
      }
    }
  }
}
