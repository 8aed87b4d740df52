package io.tapevault.recording;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A session with a recording, as it is named in a path and in a key: most are UUIDs, as Teleport
/// writes them; others are 1 to 128 letters, digits, `-`, `_` and `.`, of which the first is a
/// letter or a digit.
///
/// Where a session has two recordings, as of a node and of a proxy, the first one to come has its
/// name, and another one `<session>.other-<16 digits of its SHA-256>`.
public record SessionId(String value) {

  private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  /// Behind the name of a session, in those of its other recordings.
  public static final String OTHERS = ".other-";

  private static final Pattern OTHER =
      Pattern.compile("(.+)" + Pattern.quote(OTHERS) + "[0-9a-f]{16}");
  private static final int DIGITS = 16;

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

  /// As which another recording of it is known; empty where the name would be too long, and of what
  /// is such a name itself.
  public Optional<SessionId> other(String sha256) {
    return isOther() || sha256.length() < DIGITS
        ? Optional.empty()
        : parse(value + OTHERS + sha256.substring(0, DIGITS));
  }

  public boolean isOther() {
    return OTHER.matcher(value).matches();
  }

  /// The session itself, which is known by its first recording.
  public SessionId session() {
    Matcher other = OTHER.matcher(value);
    return other.matches() ? new SessionId(other.group(1)) : this;
  }

  @Override
  public String toString() {
    return value;
  }
}
