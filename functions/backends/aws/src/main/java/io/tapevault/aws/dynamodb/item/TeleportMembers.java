package io.tapevault.aws.dynamodb.item;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What JSON Teleport takes for the members of its event types (`teleport-members.txt`). A message
/// is read from the table when an event first needs it.
final class TeleportMembers {

  /// What JSON a member takes.
  sealed interface Kind permits Scalar, ListOf, MapOf, Message {}

  enum Scalar implements Kind {
    TEXT,
    BOOL,
    INT32,
    INT64,
    UINT32,
    UINT64,
    TIME,
    /// Base64.
    BYTES,
    /// An object of anything.
    OBJECT,
    NEVER
  }

  record ListOf(Kind elements) implements Kind {}

  record MapOf(Kind values) implements Kind {}

  /// An object with members, each by its exact name; `folded` are their names as Go folds them.
  record Message(Map<String, Kind> members, Set<String> folded) implements Kind {

    @Nullable Kind member(String name) {
      return members.get(name);
    }

    /// Whether Go would take the name for that of a member, which it is not.
    boolean mistakes(String name) {
      return !members.containsKey(name) && folded.contains(Go.folded(name));
    }
  }

  // A type that is not known, or that its own message does not fit, Teleport reads as this.
  private static final String UNKNOWN = "Unknown";
  // What Teleport's readers look at in every event.
  private static final Map<String, Kind> EVERYWHERE =
      Map.of("sid", Scalar.TEXT, "user", Scalar.TEXT, "success", Scalar.BOOL);

  private static final Map<String, String> TABLE = table();
  private static final Map<String, Message> MESSAGES = new ConcurrentHashMap<>();
  private static final Map<String, Message> TYPES = new ConcurrentHashMap<>();

  private TeleportMembers() {}

  /// The members of an event of the type.
  static Message of(String type) {
    String known = type.contains(":") || !TABLE.containsKey(type) ? "unknown" : type;
    return TYPES.computeIfAbsent(known, TeleportMembers::event);
  }

  private static Message event(String type) {
    Map<String, Kind> members = new HashMap<>(EVERYWHERE);
    members.putAll(message(UNKNOWN).members());
    members.putAll(message(line(type)).members());
    return message(members);
  }

  private static Message message(Map<String, Kind> members) {
    Set<String> folded = new HashSet<>();
    members.keySet().forEach(name -> folded.add(Go.folded(name)));
    return new Message(Map.copyOf(members), Set.copyOf(folded));
  }

  // Not by computeIfAbsent: a message may need others, and no message needs itself.
  private static Message message(String name) {
    Message known = MESSAGES.get(name);
    if (known != null) {
      return known;
    }
    Map<String, Kind> members = new HashMap<>();
    for (String member : line(name + ':').strip().split(" ", -1)) {
      if (member.startsWith("+")) {
        members.putAll(message(member.substring(1)).members());
      } else if (!member.isEmpty()) {
        int equals = member.indexOf('=');
        members.put(member.substring(0, equals), kind(member.substring(equals + 1)));
      }
    }
    Message message = message(members);
    MESSAGES.put(name, message);
    return message;
  }

  private static Kind kind(String kind) {
    return switch (kind.charAt(0)) {
      case '[' -> new ListOf(kind(kind.substring(1)));
      case '{' -> new MapOf(kind(kind.substring(1)));
      default ->
          Character.isUpperCase(kind.charAt(0))
              ? message(kind)
              : Scalar.valueOf(kind.toUpperCase(Locale.ROOT));
    };
  }

  private static String line(String name) {
    return Objects.requireNonNull(TABLE.get(name), name);
  }

  /// Each line by its first word: types, and messages with their colon.
  private static Map<String, String> table() {
    Map<String, String> lines = new HashMap<>();
    for (String line : text().lines().toList()) {
      int end = line.indexOf(' ');
      if (!line.startsWith("#")) {
        lines.put(end < 0 ? line : line.substring(0, end), end < 0 ? "" : line.substring(end + 1));
      }
    }
    return lines;
  }

  private static String text() {
    try (InputStream in = TeleportMembers.class.getResourceAsStream("teleport-members.txt")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
