package io.tapevault.forwarding.replay;

import io.tapevault.alarm.Register;
import io.tapevault.event.AuditEvent;
import io.tapevault.event.Ingest;
import io.tapevault.event.Parking;
import io.tapevault.event.Position;
import io.tapevault.event.Received;
import io.tapevault.event.Refused;
import io.tapevault.event.Refused.Reason;
import io.tapevault.forwarding.replay.Replay.Range;
import io.tapevault.json.EventJson;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// Tries once more what was parked: what a SIEM refused goes to that SIEM again, what could not be
/// stored is read again. What is parked stays parked.
public final class RetryParked {

  private final Parking parking;
  private final Ingest ingest;
  private final Register register;
  private final InstantSource clock;

  public RetryParked(Parking parking, Ingest ingest, Register register, InstantSource clock) {
    this.parking = parking;
    this.ingest = ingest;
    this.register = register;
    this.clock = clock;
  }

  /// What became of it.
  public sealed interface Retried {

    /// There is nothing under this id.
    record NotThere() implements Retried {}

    /// It goes to this SIEM again, where the log still has it.
    record Asked(String sink) implements Retried {}

    /// It is an event now, and in the log; `before` where it was there already.
    record Stored(boolean before) implements Retried {}

    record StillRefused(Refused refused) implements Retried {}
  }

  public Retried retry(LocalDate day, String id) {
    Optional<Refused> parked = parking.find(day, id);
    if (parked.isEmpty()) {
      return new Retried.NotThere();
    }
    Refused one = parked.get();
    byte[] bytes = new byte[one.bytes().remaining()];
    one.bytes().duplicate().get(bytes);
    Received read = EventJson.read(bytes, clock.instant());
    return switch (read) {
      case AuditEvent event when one.reason() == Reason.REFUSED_BY_SIEM -> sendAgain(one, event);
      case AuditEvent event -> new Retried.Stored(ingest.accept(List.of(event)).duplicates() > 0);
      case Refused still -> new Retried.StillRefused(still);
    };
  }

  private Retried sendAgain(Refused parked, AuditEvent event) {
    String sink = parked.detail().split(":", 2)[0];
    // What was parked may be redacted, and another event may hold the place that it would have.
    Position place =
        parked.place() == null ? new Position(event.time(), event.key()) : parked.place();
    // The index of a store may know the second only.
    Instant time = place.time();
    Range range = new Range(time, time.plusSeconds(1), false, place.key());
    Replays.ask(register, Replay.of(sink, range), clock.instant());
    return new Retried.Asked(sink);
  }
}
