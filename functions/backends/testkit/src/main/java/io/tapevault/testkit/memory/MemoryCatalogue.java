package io.tapevault.testkit.memory;

import io.tapevault.catalogue.Catalogue;
import io.tapevault.catalogue.CatalogueQuery;
import io.tapevault.catalogue.Listed;
import io.tapevault.catalogue.Place;
import io.tapevault.event.EventQuery.Order;
import io.tapevault.settings.Retention;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A catalogue in the heap.
public final class MemoryCatalogue implements Catalogue {

  private final InstantSource clock;
  private final Retention retention;
  private final Map<String, Kept> kept = new HashMap<>();

  public MemoryCatalogue(InstantSource clock, Retention retention) {
    this.clock = clock;
    this.retention = retention;
  }

  private record Kept(Entry entry, Optional<Instant> expires) {}

  @Override
  public synchronized Optional<Entry> find(String sid) {
    return Optional.ofNullable(kept.get(sid)).filter(this::isLive).map(Kept::entry);
  }

  @Override
  public synchronized boolean put(Listed session, long seen) {
    if (find(session.sid()).map(Entry::revision).orElse(0L) != seen) {
      return false;
    }
    Instant begin = Retention.begin(clock.instant(), session.at());
    kept.put(session.sid(), new Kept(new Entry(session, seen + 1), retention.expiry(begin)));
    return true;
  }

  @Override
  public synchronized Page page(CatalogueQuery query, @Nullable Place after, int limit) {
    Comparator<Place> order =
        query.order() == Order.ASCENDING ? Comparator.naturalOrder() : Comparator.reverseOrder();
    List<Listed> found =
        kept.values().stream()
            .filter(this::isLive)
            .map(one -> one.entry().session())
            .filter(query::wants)
            .filter(one -> after == null || order.compare(one.place(), after) > 0)
            .sorted(Comparator.comparing(Listed::place, order))
            .limit(limit + 1L)
            .toList();
    return Page.of(found, limit);
  }

  private boolean isLive(Kept one) {
    return one.expires().filter(expires -> !clock.instant().isBefore(expires)).isEmpty();
  }
}
