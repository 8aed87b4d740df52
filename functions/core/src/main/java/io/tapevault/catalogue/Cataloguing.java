package io.tapevault.catalogue;

import io.tapevault.event.EventLog;
import io.tapevault.event.EventPage;
import io.tapevault.event.EventQuery;
import io.tapevault.event.EventQuery.Order;
import io.tapevault.event.Position;
import io.tapevault.event.StoredEvent;
import io.tapevault.event.Unavailable;
import io.tapevault.session.WholeSession;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// Keeps the catalogue: whatever is told of a session, it is read anew in the log. So the order in
/// which events come, and how often, makes no difference.
public final class Cataloguing {

  /// The events that change what is listed.
  public static final Set<String> TYPES =
      Set.of(
          "session.start",
          "session.end",
          "session.join",
          "session.leave",
          "session.upload",
          "app.session.start",
          "app.session.end",
          "db.session.start",
          "db.session.end",
          "windows.desktop.session.start",
          "windows.desktop.session.end");

  private static final int PAGE = 1_000;
  private static final int TRIES = 10;

  private final EventLog log;
  private final Catalogue catalogue;
  private final InstantSource clock;

  public Cataloguing(EventLog log, Catalogue catalogue, InstantSource clock) {
    this.log = log;
    this.catalogue = catalogue;
    this.clock = clock;
  }

  /// Lists a session as the log tells it now; one of which nothing is told stays as it is.
  public void renew(String sid) {
    for (int tried = 0; tried < TRIES; tried++) {
      // What is seen before reading: whoever wrote since may have read more, or less.
      long seen = catalogue.find(sid).map(Catalogue.Entry::revision).orElse(0L);
      Optional<Listed> session = read(sid);
      if (session.isEmpty() || catalogue.put(session.get(), seen)) {
        return;
      }
    }
    throw new Unavailable("the session " + sid + " is listed by many at once");
  }

  private Optional<Listed> read(String sid) {
    ListedSoFar told = new ListedSoFar(sid);
    boolean whole = WholeSession.read(log, clock, sid, told::add);
    return told.listed(!whole);
  }

  /// Of which sessions these events tell something that is listed.
  public static Set<String> sessions(Collection<StoredEvent> events) {
    Set<String> sessions = new LinkedHashSet<>();
    for (StoredEvent event : events) {
      if (TYPES.contains(event.event().type())) {
        sessions.add(event.event().session());
      }
    }
    sessions.remove("");
    return sessions;
  }

  /// Lists every session anew of which an event of this time tells.
  public void rebuild(Instant from, Instant to) {
    Instant _ = rebuild(from, to, () -> true);
  }

  /// The same for as long as there is time left. Answers until when all is listed: `to`, or an
  /// earlier moment from which to go on.
  public Instant rebuild(Instant from, Instant to, BooleanSupplier timeLeft) {
    EventQuery query = new EventQuery(from, to, TYPES, Order.ASCENDING);
    Position after = null;
    Instant listed = from;
    EventPage page;
    do {
      page = log.search(query, after, PAGE);
      for (StoredEvent event : page.events()) {
        if (!timeLeft.getAsBoolean()) {
          return listed;
        }
        sessions(List.of(event)).forEach(this::renew);
        listed = event.position().time();
      }
      after = page.end();
    } while (page.more());
    return to;
  }
}
