package io.tapevault.testkit.memory;

import static java.util.stream.Collectors.toCollection;

import io.tapevault.event.EventKey;
import io.tapevault.event.StoredEvent;
import io.tapevault.forwarding.accounts.Account;
import io.tapevault.forwarding.accounts.AccountPage;
import io.tapevault.forwarding.accounts.Accounts;
import io.tapevault.forwarding.accounts.Settled;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Accounts in the heap, of the events of a log in the heap.
public final class MemoryAccounts implements Accounts {

  private final MemoryEventLog log;
  private final Map<String, Map<EventKey, Settled>> sinks = new HashMap<>();

  public MemoryAccounts(MemoryEventLog log) {
    this.log = log;
  }

  @Override
  public synchronized void note(String sink, List<Settled> settled) {
    settled.forEach(one -> of(sink).merge(one.key(), one, MemoryAccounts::better));
  }

  /// All that was noted of one SIEM.
  public synchronized Map<EventKey, Settled> noted(String sink) {
    return Map.copyOf(of(sink));
  }

  private static Settled better(Settled one, Settled other) {
    return one.outcome().compareTo(other.outcome()) >= 0 ? one : other;
  }

  private Map<EventKey, Settled> of(String sink) {
    return sinks.computeIfAbsent(sink, none -> new HashMap<>());
  }

  @Override
  public synchronized AccountPage read(String sink, Instant from, Instant to) {
    Map<EventKey, Settled> settled = of(sink);
    List<StoredEvent> waiting =
        log.writtenAfter(0).stream()
            .map(MemoryEventLog.Held::stored)
            .filter(stored -> !settled.containsKey(stored.key()))
            .toList();
    Set<Instant> hours =
        Stream.concat(
                waiting.stream().map(MemoryAccounts::hour),
                settled.values().stream().map(Settled::hour))
            .filter(hour -> !hour.isBefore(Settled.hour(from)) && hour.isBefore(to))
            .collect(toCollection(TreeSet::new));
    return new AccountPage(
        hours.stream().map(hour -> account(hour, waiting, settled)).toList(), null);
  }

  private static Account account(
      Instant hour, List<StoredEvent> waiting, Map<EventKey, Settled> settled) {
    Account.Counted counted = new Account.Counted();
    counted.waiting(waiting.stream().filter(stored -> hour(stored).equals(hour)).count());
    settled.values().stream()
        .filter(one -> one.hour().equals(hour))
        .forEach(one -> counted.settled(one.outcome(), one.why(), 1));
    return counted.account(hour);
  }

  private static Instant hour(StoredEvent stored) {
    return Settled.hour(stored.event().time());
  }

  @Override
  public synchronized Predicate<EventKey> settled(String sink, Instant hour) {
    return Set.copyOf(of(sink).keySet())::contains;
  }
}
