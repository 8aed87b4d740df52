package io.tapevault.testkit.memory;

import io.tapevault.alarm.Register;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A register in the heap.
public final class MemoryRegister implements Register {

  private final InstantSource clock;
  private final Map<Subject, NavigableMap<String, Held>> lists = new EnumMap<>(Subject.class);

  public MemoryRegister(InstantSource clock) {
    this.clock = clock;
    for (Subject subject : Subject.values()) {
      lists.put(subject, new TreeMap<>());
    }
  }

  @Override
  public synchronized boolean put(Subject subject, Entry entry) {
    return find(subject, entry.name()).filter(there -> !there.at().isBefore(entry.at())).isEmpty()
        && write(subject, entry);
  }

  @Override
  public synchronized boolean replace(Subject subject, Entry seen, Entry entry) {
    return holds(subject, seen) && write(subject, entry);
  }

  @Override
  public synchronized boolean remove(Subject subject, Entry seen) {
    return holds(subject, seen) && list(subject).remove(seen.name()) != null;
  }

  private boolean holds(Subject subject, Entry seen) {
    return find(subject, seen.name()).filter(seen::equals).isPresent();
  }

  private boolean write(Subject subject, Entry entry) {
    list(subject).put(entry.name(), new Held(entry, clock.instant().plus(subject.kept())));
    return true;
  }

  @Override
  public synchronized Optional<Entry> find(Subject subject, String name) {
    return Optional.ofNullable(list(subject).get(name)).filter(this::isLive).map(Held::entry);
  }

  @Override
  public synchronized List<Entry> page(Subject subject, @Nullable String after, int most) {
    NavigableMap<String, Held> all = list(subject);
    return (after == null ? all : all.tailMap(after, false))
        .values().stream().filter(this::isLive).map(Held::entry).limit(most).toList();
  }

  private NavigableMap<String, Held> list(Subject subject) {
    return lists.getOrDefault(subject, new TreeMap<>());
  }

  private boolean isLive(Held held) {
    return clock.instant().isBefore(held.expires());
  }

  private record Held(Entry entry, Instant expires) {}
}
