package io.tapevault.forwarding.accounts;

import io.tapevault.event.EventKey;
import io.tapevault.event.StoredEvent;
import java.time.Instant;

/// An event that needs no further delivery to a SIEM, and why: `why` is empty unless it is lost.
public record Settled(EventKey key, Instant time, Outcome outcome, String why) {

  /// A reason is for counting by: it says a few words, and nothing of an event.
  private static final int MOST_WHY = 100;

  public Settled {
    why = outcome == Outcome.LOST ? why.substring(0, Math.min(why.length(), MOST_WHY)) : "";
  }

  public static Settled of(StoredEvent event, Outcome outcome) {
    return new Settled(event.key(), event.event().time(), outcome, "");
  }

  public static Settled lost(StoredEvent event, String why) {
    return new Settled(event.key(), event.event().time(), Outcome.LOST, why);
  }

  /// When the hour of the event begins.
  public Instant hour() {
    return hour(time);
  }

  /// When the hour of this moment begins, also before 1970.
  public static Instant hour(Instant time) {
    return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), 3600L) * 3600L);
  }
}
