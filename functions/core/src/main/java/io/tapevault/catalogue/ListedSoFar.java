package io.tapevault.catalogue;

import io.tapevault.catalogue.Listed.Arrived;
import io.tapevault.catalogue.Listed.Kind;
import io.tapevault.event.AuditEvent;
import io.tapevault.event.StoredEvent;
import io.tapevault.json.EventFields;
import io.tapevault.session.Session;
import io.tapevault.session.SessionSoFar;
import io.tapevault.session.UploadEvent;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What there is to list of a session, as far as its events have been read, in any order.
final class ListedSoFar {

  // An entry with all of them stays below the 400 KB of an item.
  private static final int MOST_PARTICIPANTS = 100;
  private static final int MOST_RECORDINGS = 100;
  private static final Set<String> RECORDING = Set.of("size", "sha256", "format", UploadEvent.KIND);
  private static final Set<Kind> TOLD = EnumSet.of(Kind.APP, Kind.DB, Kind.DESKTOP);
  private static final Comparator<Arrived> BY_TIME =
      Comparator.comparing(Arrived::at)
          .thenComparing(Arrived::sha256)
          .thenComparingLong(Arrived::size)
          .thenComparing(Arrived::format);

  private final String sid;
  private final SessionSoFar told = new SessionSoFar();
  private final TreeSet<Arrived> recordings = new TreeSet<>(BY_TIME);
  private @Nullable Instant first;
  private @Nullable Kind kind;
  private boolean left;

  ListedSoFar(String sid) {
    this.sid = sid;
  }

  void add(StoredEvent stored) {
    AuditEvent event = stored.event();
    told.add(stored);
    first = first == null || event.time().isBefore(first) ? event.time() : first;
    UploadEvent.kind(event.type()).ifPresent(this::isOf);
    if (event.type().equals("session.upload")) {
      arrived(event);
    }
  }

  private void isOf(String label) {
    for (Kind other : TOLD) {
      if (other.label().equals(label) && (kind == null || other.compareTo(kind) > 0)) {
        kind = other;
      }
    }
  }

  private void arrived(AuditEvent event) {
    Map<String, String> fields = EventFields.of(event.json(), RECORDING);
    // Where nothing else of the session is in the log.
    isOf(fields.getOrDefault(UploadEvent.KIND, ""));
    recordings.add(
        new Arrived(
            event.time(),
            size(fields.getOrDefault("size", "")),
            cut(fields.getOrDefault("sha256", "")),
            cut(fields.getOrDefault("format", ""))));
    if (recordings.size() > MOST_RECORDINGS) {
      recordings.pollLast();
      left = true;
    }
  }

  private static long size(String text) {
    return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
  }

  private static String cut(String text) {
    return text.length() <= 64 ? text : text.substring(0, 64);
  }

  /// `partial` where there are more events.
  Optional<Listed> listed(boolean partial) {
    Instant began = first;
    if (began == null) {
      return Optional.empty();
    }
    return told.session(partial || left).map(session -> listed(session, began));
  }

  private Listed listed(Session session, Instant began) {
    Instant start = session.start();
    Kind known = session.protocol().startsWith("kube") ? Kind.K8S : Kind.SSH;
    return new Listed(
        sid,
        start == null ? began : start,
        kind == null ? known : kind,
        few(session),
        List.copyOf(recordings));
  }

  private static Session few(Session told) {
    return told.participants().size() <= MOST_PARTICIPANTS
        ? told
        : new Session(
            told.user(),
            told.login(),
            told.server(),
            told.cluster(),
            told.protocol(),
            told.start(),
            told.end(),
            told.participants().subList(0, MOST_PARTICIPANTS),
            told.notRecorded(),
            true);
  }
}
