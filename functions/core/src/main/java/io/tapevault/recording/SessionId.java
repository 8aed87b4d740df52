package io.tapevault.recording;

import java.util.Optional;
import java.util.regex.Pattern;

/// A session with a recording: a UUID in lower case, as Teleport writes it. It is safe in a path
/// and in a key.
public record SessionId(String value) {

  private static final Pattern UUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  public SessionId {
    if (!UUID.matcher(value).matches()) {
      throw new IllegalArgumentException("not a session id");
    }
  }

  /// Empty where the text is no session id.
  public static Optional<SessionId> parse(String text) {
    return UUID.matcher(text).matches() ? Optional.of(new SessionId(text)) : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
