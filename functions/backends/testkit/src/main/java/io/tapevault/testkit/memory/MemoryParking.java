package io.tapevault.testkit.memory;

import io.tapevault.event.Parking;
import io.tapevault.event.Refused;
import io.tapevault.settings.Retention;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A parking place in the heap.
public final class MemoryParking implements Parking {

  private final InstantSource clock;
  private final Retention retention;
  private final Map<Place, Parked> parked = new LinkedHashMap<>();

  public MemoryParking(InstantSource clock, Retention retention) {
    this.clock = clock;
    this.retention = retention;
  }

  @Override
  public synchronized void park(List<Refused> refused) {
    Instant now = clock.instant();
    LocalDate day = LocalDate.ofInstant(now, ZoneOffset.UTC);
    Instant expires = retention.expiry(now).orElse(Instant.MAX);
    for (Refused one : refused) {
      Refused kept = with(one, copy(one.bytes()));
      parked.putIfAbsent(
          new Place(day, one.reason(), one.detail(), kept.bytes()), new Parked(kept, expires));
    }
  }

  private static Refused with(Refused refused, ByteBuffer bytes) {
    return new Refused(
        refused.reason(), refused.detail(), refused.uid(), bytes, refused.place(), refused.door());
  }

  private static ByteBuffer copy(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    return ByteBuffer.wrap(copy).asReadOnlyBuffer();
  }

  @Override
  public synchronized List<Refused> parked(LocalDate day, int limit) {
    Instant now = clock.instant();
    return parked.entrySet().stream()
        .filter(
            entry -> entry.getKey().day().equals(day) && now.isBefore(entry.getValue().expires()))
        .map(entry -> with(entry.getValue().refused(), entry.getKey().bytes().duplicate()))
        .limit(limit)
        .toList();
  }

  private record Place(LocalDate day, Refused.Reason reason, String detail, ByteBuffer bytes) {}

  private record Parked(Refused refused, Instant expires) {}
}
