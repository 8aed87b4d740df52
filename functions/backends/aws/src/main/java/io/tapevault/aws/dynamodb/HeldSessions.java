package io.tapevault.aws.dynamodb;

import io.tapevault.event.NotPermitted;
import io.tapevault.event.Unavailable;
import io.tapevault.hold.Hold;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Which sessions are held, as it was ten seconds ago at most: whoever appends does not ask for
/// each event.
///
/// What cannot be asked for holds nothing up: an event that is written as if its session were not
/// held is held when its session is kept again, within the hour.
final class HeldSessions {

  private static final Logger LOG = System.getLogger(HeldSessions.class.getName());
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);
  private static final int PAGE = 1_000;

  private final HoldItems items;
  private final InstantSource clock;
  private Instant looked = Instant.MIN;
  private Set<String> held = Set.of();

  HeldSessions(HoldItems items, InstantSource clock) {
    this.items = items;
    this.clock = clock;
  }

  synchronized boolean contains(String session, Instant now) {
    boolean due =
        looked.equals(Instant.MIN)
            || Duration.between(looked, now).abs().compareTo(BETWEEN_LOOKS) >= 0;
    if (due) {
      look();
    }
    return held.contains(session);
  }

  synchronized void look() {
    looked = clock.instant();
    try {
      Set<String> found = new HashSet<>();
      List<Hold> page = items.list("", PAGE);
      while (!page.isEmpty()) {
        page.stream().filter(hold -> !hold.isReleased()).map(Hold::session).forEach(found::add);
        page = page.size() < PAGE ? List.of() : items.list(page.getLast().session(), PAGE);
      }
      held = found;
    } catch (Unavailable | NotPermitted e) {
      LOG.log(Level.WARNING, "which sessions are held is not known now: {0}", e.getMessage());
    }
  }
}
