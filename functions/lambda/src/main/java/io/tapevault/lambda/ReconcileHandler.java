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
import java.util.function.Supplier;

/// Called now and then: gives notice again of what SIEMs are to get once more, and of what was
/// stored and is not known to have reached them. It ends in time, and goes on where it was with the
/// next call.
public final class ReconcileHandler {

  // What waited for a SIEM that was down comes by itself, within this.
  private static final Duration RECOVERY = Duration.ofHours(1);

  private final List<Sink> sinks;
  private final Replays replays;
  private final Register register;
  private final InstantSource clock;

  public ReconcileHandler(
      List<Sink> sinks, Replays replays, Register register, InstantSource clock) {
    this.sinks = List.copyOf(sinks);
    this.replays = replays;
    this.register = register;
    this.clock = clock;
  }

  /// A SIEM by its name, its queue, and where it begins, which is asked for when it is looked at
  /// for the first time.
  public record Sink(String name, NoticeQueue queue, Supplier<Instant> begin) {}

  /// One SIEM's trouble keeps no other from its turn.
  public void handle(Invocation invocation) {
    for (Sink sink : sinks) {
      try {
        again(sink, invocation);
      } catch (RuntimeException e) {
        invocation.error(e);
      }
    }
  }

  private void again(Sink sink, Invocation invocation) {
    SinkState state = SinkState.of(register, sink.name());
    Instant now = clock.instant();
    if (state.down()) {
      return;
    }
    Replays.Target notices =
        events -> {
          sink.queue().send(events.stream().map(StoredEvent::key).toList());
          return events.size();
        };
    long asked = replays.run(sink.name(), notices, invocation.timeLeft());
    boolean recovers = state.since().plus(RECOVERY).isAfter(now);
    long missing =
        recovers ? 0 : replays.reconcile(sink.name(), sink.begin(), notices, invocation.timeLeft());
    for (String said :
        List.of(
            asked > 0 ? asked + " events were asked for once more" : "",
            missing > 0 ? missing + " events were stored and are not known to be delivered" : "")) {
      if (!said.isEmpty()) {
        invocation.warn(
            "the SIEM " + sink.name() + ": " + said + "; notice is given of them again");
      }
    }
  }
}
