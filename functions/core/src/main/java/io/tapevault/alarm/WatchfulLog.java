package io.tapevault.alarm;

import io.tapevault.alarm.Register.Subject;
import io.tapevault.configuration.VaultConfig.Nodes;
import io.tapevault.configuration.VaultConfig.SessionRecording;
import io.tapevault.event.Appended;
import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventKey;
import io.tapevault.event.EventLog;
import io.tapevault.event.EventPage;
import io.tapevault.event.EventQuery;
import io.tapevault.event.Histogram;
import io.tapevault.event.Position;
import io.tapevault.event.StoredEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A log that notes in the register which nodes are heard and which sessions have ended.
///
/// A heartbeat counts when it is new: one that is sent again tells nothing of now. An end is noted
/// each time, so that none is missed where a process died in between.
public final class WatchfulLog implements EventLog {

  private final EventLog log;
  private final Register register;
  private final InstantSource clock;
  private final Supplier<Nodes> settings;

  public WatchfulLog(
      EventLog log, Register register, InstantSource clock, Supplier<Nodes> settings) {
    this.log = log;
    this.register = register;
    this.clock = clock;
    this.settings = settings;
  }

  @Override
  public List<Appended> append(List<AuditEvent> events) {
    List<Appended> appended = log.append(events);
    Instant now = clock.instant();
    Nodes nodes = settings.get();
    for (int i = 0; i < events.size(); i++) {
      AuditEvent event = events.get(i);
      boolean isNew = !(appended.get(i) instanceof Appended.AlreadyThere);
      if (isNew && event.type().equals(NodeHealth.HEARTBEAT)) {
        NodeHealth.of(event, now, nodes.alarms().silentAfter())
            .ifPresent(node -> register.put(Subject.NODES, node.entry()));
      }
      if (nodes.mode() != SessionRecording.OFF) {
        EndedSession.of(event, now, nodes.alarms().missingAfter())
            .ifPresent(session -> register.put(Subject.ENDED_SESSIONS, session.entry()));
      }
    }
    return appended;
  }

  @Override
  public EventPage search(EventQuery query, @Nullable Position after, int limit) {
    return log.search(query, after, limit);
  }

  @Override
  public EventPage session(
      String session, EventQuery.Order order, @Nullable Long after, int limit) {
    return log.session(session, order, after, limit);
  }

  @Override
  public Histogram histogram(EventQuery query, Duration step) {
    return log.histogram(query, step);
  }

  @Override
  public List<StoredEvent> find(List<EventKey> keys) {
    return log.find(keys);
  }
}
