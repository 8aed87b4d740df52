package io.tapevault.siem;

import io.tapevault.event.AuditEvent;
import io.tapevault.event.Parking;
import io.tapevault.event.Refused;
import io.tapevault.event.StoredEvent;
import io.tapevault.forwarding.Deliver;
import io.tapevault.forwarding.Deliver.Progress;
import io.tapevault.forwarding.Deliver.Trouble;
import io.tapevault.forwarding.EventSink;
import io.tapevault.forwarding.Outgoing;
import io.tapevault.forwarding.Rules;
import io.tapevault.forwarding.accounts.Outcome;
import io.tapevault.forwarding.accounts.Settled;
import io.tapevault.testkit.contract.Events;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Brings events to a sink as the vault does, without its pauses, and keeps what is parked.
public final class Engine implements Parking {

  private final List<Refused> parked = new ArrayList<>();
  private final Deliver deliver;
  private final List<Settled> settled = new ArrayList<>();
  private @Nullable Trouble trouble;

  public Engine(EventSink sink) {
    this(sink, Rules.RAW);
  }

  public Engine(EventSink sink, Rules rules) {
    deliver = new Deliver("soc", sink, this, rules);
  }

  public static StoredEvent stored(String json) {
    AuditEvent event = Events.event(json);
    return new StoredEvent(event.key(), event, false);
  }

  public static Outgoing outgoing(String json) {
    StoredEvent stored = stored(json);
    return new Outgoing(stored, stored.event().json());
  }

  /// Returns how many of the events need no further delivery after so many tries.
  public int run(List<StoredEvent> events, int tries) {
    int done = 0;
    for (int i = 0; i < tries && done < events.size(); i++) {
      Progress progress = deliver.deliver(events.subList(done, events.size()), () -> true);
      done += progress.done();
      settled.addAll(progress.settled());
      trouble = progress.trouble();
    }
    return done;
  }

  /// Of how many that is what became of them.
  public int count(Outcome outcome) {
    return (int) settled.stream().filter(one -> one.outcome() == outcome).count();
  }

  /// Why the last try ended early.
  public String trouble() {
    return trouble == null ? "" : trouble.why();
  }

  /// The `uid` of each parked event, and why.
  public List<String> parked() {
    return parked.stream().map(one -> one.uid() + " " + one.detail()).toList();
  }

  @Override
  public void park(List<Refused> refused) {
    parked.addAll(refused);
  }

  @Override
  public List<Refused> parked(LocalDate day, int limit) {
    return List.copyOf(parked);
  }
}
