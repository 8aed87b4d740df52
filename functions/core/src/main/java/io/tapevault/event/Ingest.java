package io.tapevault.event;

import java.util.ArrayList;
import java.util.List;

/// Accepts what a shipper sent: every event is stored, everything else is parked, and nothing is
/// answered before both are durable.
public final class Ingest {

  private final EventLog log;
  private final Parking parking;

  public Ingest(EventLog log, Parking parking) {
    this.log = log;
    this.parking = parking;
  }

  /// How many events are new, how many were there before, how many of the new ones contradict an
  /// earlier event of the same `uid`, and what was refused.
  public record Accepted(int accepted, int duplicates, int conflicts, List<RefusedAt> refused) {}

  /// What was refused, and at which place of what was sent.
  public record RefusedAt(int index, Refused refused) {}

  public Accepted accept(List<Received> received) {
    List<AuditEvent> events = new ArrayList<>();
    List<RefusedAt> refused = new ArrayList<>();
    for (int i = 0; i < received.size(); i++) {
      switch (received.get(i)) {
        case AuditEvent event -> events.add(event);
        case Refused none -> refused.add(new RefusedAt(i, none));
      }
    }
    if (!refused.isEmpty()) {
      parking.park(refused.stream().map(RefusedAt::refused).toList());
    }
    return count(events.isEmpty() ? List.of() : log.append(events), refused);
  }

  private static Accepted count(List<Appended> appended, List<RefusedAt> refused) {
    int accepted = 0;
    int duplicates = 0;
    int conflicts = 0;
    for (Appended outcome : appended) {
      switch (outcome) {
        case Appended.Stored stored -> accepted++;
        case Appended.AlreadyThere there -> duplicates++;
        case Appended.Conflict conflict -> {
          accepted++;
          conflicts++;
        }
      }
    }
    return new Accepted(accepted, duplicates, conflicts, refused);
  }
}
