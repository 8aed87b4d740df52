package io.tapevault.alarm;

import io.tapevault.alarm.Register.Entry;
import io.tapevault.alarm.Register.Subject;
import io.tapevault.event.EventLog;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Tells, once each, that a node fell silent and that it is heard again.
///
/// What is told is written down before, so that a check which breaks off is gone on with by the
/// next one, in the same words; any number may run at once.
public final class Silences {

  private static final int PAGE = 500;

  private final Register register;
  private final EventLog log;

  public Silences(Register register, EventLog log) {
    this.register = register;
    this.log = log;
  }

  /// How many nodes there are, how many of them are silent, and whether all were looked at.
  public record Looked(int nodes, int silent, boolean toTheEnd) {}

  /// Those that are heard again come first: such a node may be silent anew.
  public Looked look(Instant now, BooleanSupplier timeLeft) {
    return endings(timeLeft) ? beginnings(now, timeLeft) : new Looked(0, 0, false);
  }

  private boolean endings(BooleanSupplier timeLeft) {
    List<Entry> page = register.page(Subject.SILENCES, null, PAGE);
    while (!page.isEmpty()) {
      for (Entry entry : page) {
        if (!timeLeft.getAsBoolean()) {
          return false;
        }
        register
            .find(Subject.NODES, entry.name())
            .map(Entry::at)
            .filter(heard -> heard.isAfter(entry.at()))
            .ifPresent(heard -> end(entry, heard));
      }
      page = register.page(Subject.SILENCES, page.getLast().name(), PAGE);
    }
    return true;
  }

  private void end(Entry entry, Instant heard) {
    Silence silence = Silence.of(entry);
    Instant end = silence.end() == null ? heard : silence.end();
    Entry ended = silence.endedAt(end).entry();
    if (ended.equals(entry) || register.replace(Subject.SILENCES, entry, ended)) {
      log.append(List.of(silence.began(), silence.ended(end)));
      register.remove(Subject.SILENCES, ended);
    }
  }

  private Looked beginnings(Instant now, BooleanSupplier timeLeft) {
    int nodes = 0;
    int silent = 0;
    List<Entry> page = register.page(Subject.NODES, null, PAGE);
    while (!page.isEmpty()) {
      for (Entry entry : page) {
        if (!timeLeft.getAsBoolean()) {
          return new Looked(nodes, silent, false);
        }
        nodes++;
        NodeHealth node = NodeHealth.of(entry);
        if (node.state(now) == NodeHealth.State.SILENT) {
          silent++;
          begin(Silence.of(node));
        }
      }
      page = register.page(Subject.NODES, page.getLast().name(), PAGE);
    }
    return new Looked(nodes, silent, true);
  }

  private void begin(Silence silence) {
    register.put(Subject.SILENCES, silence.entry());
    Optional<Entry> there = register.find(Subject.SILENCES, silence.node());
    // Where another check has told it, or has seen more, nothing is to be done.
    if (there.filter(silence.entry()::equals).isPresent()) {
      log.append(List.of(silence.began()));
      register.replace(Subject.SILENCES, silence.entry(), silence.whenTold().entry());
    }
  }
}
