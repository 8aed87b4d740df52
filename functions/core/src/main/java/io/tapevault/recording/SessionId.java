package io.tapevault.recording;

import java.util.Optional;
import java.util.regex.Pattern;

/// A session with a recording, as it is named in a path and in a key: most are UUIDs, as Teleport
/// writes them; others are 1 to 128 letters, digits, `-`, `_` and `.`, of which the first is a
/// letter or a digit.
public record SessionId(String value) {

  private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  public SessionId {
    if (!SAFE.matcher(value).matches()) {
      throw new IllegalArgumentException("not a session id");
    }
  }

  /// Empty where the text is no session id.
  public static Optional<SessionId> parse(String text) {
    return SAFE.matcher(text).matches() ? Optional.of(new SessionId(text)) : Optional.empty();
  }

  /// Of the session whose recording has this name; empty where that is the name of no recording.
  public static Optional<SessionId> ofRecording(String name) {
    return name.endsWith(ObjectKey.SUFFIX)
        ? parse(name.substring(0, name.length() - ObjectKey.SUFFIX.length()))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
