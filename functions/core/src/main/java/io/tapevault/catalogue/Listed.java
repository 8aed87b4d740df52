package io.tapevault.catalogue;

import io.tapevault.session.Session;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// A session as the catalogue lists it: when it began (or else its first event), of which kind it
/// is, what its events tell, and which recordings of it have arrived, the oldest first.
public record Listed(String sid, Instant at, Kind kind, Session told, List<Arrived> recordings) {

  public Listed {
    recordings = List.copyOf(recordings);
  }

  public enum Kind {
    SSH,
    K8S,
    DB,
    APP,
    DESKTOP;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// What there is to watch. Whether a recording that is not there is awaited or missing depends on
  /// the hour.
  public enum State {
    RECORDED,
    NOT_RECORDED,
    RUNNING,
    NO_RECORDING;

    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /// A recording, as `session.upload` tells of it. The empty string and 0 stand for what it does
  /// not tell.
  public record Arrived(Instant at, long size, String sha256, String format) {}

  public State state() {
    if (!recordings.isEmpty()) {
      return State.RECORDED;
    }
    if (told.notRecorded()) {
      return State.NOT_RECORDED;
    }
    return told.end() == null ? State.RUNNING : State.NO_RECORDING;
  }

  public Place place() {
    return Place.of(at, sid);
  }
}
