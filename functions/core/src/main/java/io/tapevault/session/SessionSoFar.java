package io.tapevault.session;

import io.tapevault.event.AuditEvent;
import io.tapevault.event.Position;
import io.tapevault.event.StoredEvent;
import io.tapevault.json.EventFields;
import io.tapevault.recording.SessionId;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the events of a session tell that have been read so far, in any order.
public final class SessionSoFar {

  private static final int MOST_PARTICIPANTS = 1_000;
  private static final int MOST_CHARACTERS = 256;
  // As whom and where, as sessions of each kind call it.
  private static final List<String> LOGIN = List.of("login", "windows_user", "db_user");
  private static final List<String> SERVER =
      List.of("server_hostname", "desktop_name", "db_service", "app_name", "server_id");
  private static final Set<String> FIELDS =
      Stream.of(List.of("user", "cluster_name", "proto"), LOGIN, SERVER)
          .flatMap(List::stream)
          .collect(Collectors.toUnmodifiableSet());
  private static final int MOST_RECORDINGS = 20;
  private static final Set<String> OTHER = Set.of(UploadEvent.RECORDING);
  private static final Set<String> RECORDING = Set.of("session_recording");
  private static final Set<String> TAKE_PART = Set.of("session.join", "session.leave");

  private @Nullable Position first;
  private @Nullable Position start;
  private @Nullable Position end;
  private boolean endIsSynthetic;
  private boolean notRecorded;
  private @Nullable Instant startAsTheEndTells;
  private Map<String, String> fields = Map.of();
  private final Map<String, Position> participants = new HashMap<>();
  private final Set<SessionId> others = new TreeSet<>(Comparator.comparing(SessionId::value));

  public void add(StoredEvent stored) {
    AuditEvent event = stored.event();
    Position at = stored.position();
    if (event.type().endsWith("session.start")) {
      begins(event, at);
    } else if (start == null && !isAboutTheSession(event.type()) && isBefore(at, first)) {
      fields = EventFields.of(event.json(), FIELDS);
    }
    first = isBefore(at, first) ? at : first;
    if (event.type().endsWith("session.start") || event.type().endsWith("session.end")) {
      notRecorded |= isNotRecorded(event);
    }
    if (event.type().endsWith("session.end")) {
      ends(event, at);
    } else if (event.type().equals(UploadEvent.TYPE)) {
      arrives(event);
    } else if (TAKE_PART.contains(event.type())) {
      takesPart(EventFields.of(event.json(), Set.of("user")).getOrDefault("user", ""), at);
    }
  }

  /// Whether the start or the end of a session says that recording was off.
  static boolean isNotRecorded(AuditEvent event) {
    return "off".equals(EventFields.of(event.json(), RECORDING).get("session_recording"));
  }

  /// Who uploaded or held a session had no part in it.
  private static boolean isAboutTheSession(String type) {
    return type.equals("session.upload") || type.startsWith("tapevault.");
  }

  private void begins(AuditEvent event, Position at) {
    Map<String, String> told = EventFields.of(event.json(), FIELDS);
    takesPart(told.getOrDefault("user", ""), at);
    if (isBefore(at, start)) {
      start = at;
      fields = told;
    }
  }

  /// What the event calls so is of this session, or of none.
  private void arrives(AuditEvent event) {
    String name = EventFields.of(event.json(), OTHER).getOrDefault(UploadEvent.RECORDING, "");
    SessionId.parse(name)
        .filter(one -> one.isOther() && one.session().value().equals(event.session()))
        .filter(one -> others.size() < MOST_RECORDINGS)
        .ifPresent(others::add);
  }

  private void ends(AuditEvent event, Position at) {
    EventFields.texts(event.json(), "participants", MOST_PARTICIPANTS)
        .forEach(user -> takesPart(user, at));
    boolean synthetic = EndEvent.isSynthetic(event);
    boolean better = synthetic == endIsSynthetic ? isBehind(at, end) : endIsSynthetic;
    if (end == null || better) {
      end = at;
      endIsSynthetic = synthetic;
      startAsTheEndTells =
          time(EventFields.of(event.json(), Set.of("session_start")).get("session_start"));
    }
  }

  private void takesPart(String user, Position at) {
    if (user.isEmpty()) {
      return;
    }
    String name = cut(user);
    if (participants.size() < MOST_PARTICIPANTS || participants.containsKey(name)) {
      participants.merge(name, at, (one, other) -> isBefore(one, other) ? one : other);
    }
  }

  private static boolean isBefore(Position at, @Nullable Position other) {
    return other == null || at.compareTo(other) < 0;
  }

  private static boolean isBehind(Position at, @Nullable Position other) {
    return other == null || at.compareTo(other) > 0;
  }

  private static @Nullable Instant time(@Nullable String text) {
    try {
      return text == null ? null : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static String cut(String text) {
    return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS) + "…";
  }

  /// `partial` where there are more events.
  public Optional<Session> session(boolean partial) {
    if (first == null) {
      return Optional.empty();
    }
    return Optional.of(
        new Session(
            field("user"),
            first(LOGIN),
            first(SERVER),
            field("cluster_name"),
            field("proto"),
            start != null ? start.time() : startAsTheEndTells,
            end != null ? end.time() : null,
            inOrder(),
            List.copyOf(others),
            notRecorded,
            partial));
  }

  private String first(List<String> names) {
    return names.stream().map(this::field).filter(one -> !one.isEmpty()).findFirst().orElse("");
  }

  private String field(String name) {
    return cut(fields.getOrDefault(name, ""));
  }

  private List<String> inOrder() {
    return participants.entrySet().stream()
        .sorted(
            Map.Entry.<String, Position>comparingByValue()
                .thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey)
        .toList();
  }
}
